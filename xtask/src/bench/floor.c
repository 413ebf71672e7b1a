/* The floor of any hook: a static program that reads its input to the end and prints a constant answer. */
#include <unistd.h>

static const char answer[] =
    "{\"hookSpecificOutput\":{\"hookEventName\":\"PreToolUse\",\"permissionDecision\":\"allow\",\"permissionDecisionReason\":\"constant\"}}\n";

int main(void)
{
    char buffer[65536];
    while (read(0, buffer, sizeof buffer) > 0) {
    }
    return write(1, answer, sizeof answer - 1) == sizeof answer - 1 ? 0 : 1;
}
