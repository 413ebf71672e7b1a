//! Copying and comparing memory, in place of musl's. Called by compiled code everywhere, never by name.
//!
//! musl copies every length with `rep movsq`, whose start alone takes some thirty cycles, and compares byte by byte. A hook
//! makes some two thousand copies of a few bytes each: a tenth of its own time. On other targets the system's functions
//! stay.
#![cfg(target_arch = "x86_64")]
#![expect(
    unsafe_code,
    reason = "functions with the names of the C library's, in assembly: in Rust they would call themselves"
)]

// Vector registers of 16 bytes, which every x86-64 has. Up to 64 bytes everything is loaded before anything is stored, from
// both ends, so that overlapping does no harm; beyond that a move goes in the direction in which it does none.
std::arch::global_asm!(
    ".pushsection .text.automode_memory,\"ax\",@progbits",
    ".p2align 5",
    ".globl automode_memmove",
    ".type automode_memmove,@function",
    "automode_memmove:",
    "mov rax, rdi",
    "cmp rdx, 16",
    "jae 3f",
    "cmp edx, 8",
    "jae 2f",
    "cmp edx, 4",
    "jae 13f",
    "test edx, edx",
    "je 9f",
    // 1 to 3: the first, the middle and the last, which may be the same.
    "mov r9, rdx",
    "shr r9, 1",
    "movzx ecx, byte ptr [rsi]",
    "movzx r10d, byte ptr [rsi + r9]",
    "movzx r8d, byte ptr [rsi + rdx - 1]",
    "mov byte ptr [rdi], cl",
    "mov byte ptr [rdi + r9], r10b",
    "mov byte ptr [rdi + rdx - 1], r8b",
    "9: ret",
    "13: mov ecx, dword ptr [rsi]",
    "mov r8d, dword ptr [rsi + rdx - 4]",
    "mov dword ptr [rdi], ecx",
    "mov dword ptr [rdi + rdx - 4], r8d",
    "ret",
    "2: mov rcx, qword ptr [rsi]",
    "mov r8, qword ptr [rsi + rdx - 8]",
    "mov qword ptr [rdi], rcx",
    "mov qword ptr [rdi + rdx - 8], r8",
    "ret",
    "3: movups xmm0, xmmword ptr [rsi]",
    "movups xmm7, xmmword ptr [rsi + rdx - 16]",
    "cmp rdx, 32",
    "ja 4f",
    "movups xmmword ptr [rdi], xmm0",
    "movups xmmword ptr [rdi + rdx - 16], xmm7",
    "ret",
    "4: movups xmm1, xmmword ptr [rsi + 16]",
    "movups xmm6, xmmword ptr [rsi + rdx - 32]",
    "cmp rdx, 64",
    "ja 5f",
    "movups xmmword ptr [rdi], xmm0",
    "movups xmmword ptr [rdi + 16], xmm1",
    "movups xmmword ptr [rdi + rdx - 32], xmm6",
    "movups xmmword ptr [rdi + rdx - 16], xmm7",
    "ret",
    // More than 64: the first 64 bytes and the last are in registers, what lies between is moved in steps of 64.
    "5: movups xmm2, xmmword ptr [rsi + 32]",
    "movups xmm3, xmmword ptr [rsi + 48]",
    "movups xmm4, xmmword ptr [rsi + rdx - 64]",
    "movups xmm5, xmmword ptr [rsi + rdx - 48]",
    "mov rcx, rdi",
    "sub rcx, rsi",
    "cmp rcx, rdx",
    "jb 7f",
    // Forward: the destination lies before the source, or clear of it.
    "mov ecx, 64",
    "lea r8, [rdx - 64]",
    "jmp 61f",
    "6: movups xmm8, xmmword ptr [rsi + rcx]",
    "movups xmm9, xmmword ptr [rsi + rcx + 16]",
    "movups xmm10, xmmword ptr [rsi + rcx + 32]",
    "movups xmm11, xmmword ptr [rsi + rcx + 48]",
    "movups xmmword ptr [rdi + rcx], xmm8",
    "movups xmmword ptr [rdi + rcx + 16], xmm9",
    "movups xmmword ptr [rdi + rcx + 32], xmm10",
    "movups xmmword ptr [rdi + rcx + 48], xmm11",
    "add rcx, 64",
    "61: cmp rcx, r8",
    "jb 6b",
    "jmp 8f",
    // Backward: the destination begins within the source.
    "7: lea rcx, [rdx - 64]",
    "jmp 71f",
    "70: movups xmm8, xmmword ptr [rsi + rcx - 64]",
    "movups xmm9, xmmword ptr [rsi + rcx - 48]",
    "movups xmm10, xmmword ptr [rsi + rcx - 32]",
    "movups xmm11, xmmword ptr [rsi + rcx - 16]",
    "movups xmmword ptr [rdi + rcx - 64], xmm8",
    "movups xmmword ptr [rdi + rcx - 48], xmm9",
    "movups xmmword ptr [rdi + rcx - 32], xmm10",
    "movups xmmword ptr [rdi + rcx - 16], xmm11",
    "sub rcx, 64",
    "71: cmp rcx, 64",
    "ja 70b",
    "8: movups xmmword ptr [rdi], xmm0",
    "movups xmmword ptr [rdi + 16], xmm1",
    "movups xmmword ptr [rdi + 32], xmm2",
    "movups xmmword ptr [rdi + 48], xmm3",
    "movups xmmword ptr [rdi + rdx - 64], xmm4",
    "movups xmmword ptr [rdi + rdx - 48], xmm5",
    "movups xmmword ptr [rdi + rdx - 32], xmm6",
    "movups xmmword ptr [rdi + rdx - 16], xmm7",
    "ret",
    ".size automode_memmove, . - automode_memmove",
    ".p2align 5",
    ".globl automode_memcmp",
    ".type automode_memcmp,@function",
    "automode_memcmp:",
    "cmp rdx, 8",
    "jb 3f",
    "lea r9, [rdx - 8]",
    "xor ecx, ecx",
    "jmp 2f",
    "13: mov rax, qword ptr [rdi + rcx]",
    "mov r8, qword ptr [rsi + rcx]",
    "cmp rax, r8",
    "jne 5f",
    "add rcx, 8",
    "2: cmp rcx, r9",
    "jb 13b",
    "mov rax, qword ptr [rdi + r9]",
    "mov r8, qword ptr [rsi + r9]",
    "cmp rax, r8",
    "jne 5f",
    "xor eax, eax",
    "ret",
    "3: xor ecx, ecx",
    "jmp 42f",
    "4: movzx eax, byte ptr [rdi + rcx]",
    "movzx r8d, byte ptr [rsi + rcx]",
    "sub eax, r8d",
    "jne 41f",
    "inc rcx",
    "42: cmp rcx, rdx",
    "jb 4b",
    "xor eax, eax",
    "41: ret",
    // The first byte that differs decides: the most significant one after the turn.
    "5: bswap rax",
    "bswap r8",
    "xor ecx, ecx",
    "cmp rax, r8",
    "seta cl",
    "sbb eax, eax",
    "or eax, ecx",
    "ret",
    ".size automode_memcmp, . - automode_memcmp",
    ".popsection",
);

// The names that compilers and libraries call.
#[cfg(target_env = "musl")]
std::arch::global_asm!(
    ".globl memcpy",
    ".set memcpy, automode_memmove",
    ".globl memmove",
    ".set memmove, automode_memmove",
    ".globl memcmp",
    ".set memcmp, automode_memcmp",
    ".globl bcmp",
    ".set bcmp, automode_memcmp",
);

#[cfg(test)]
mod tests {
    unsafe extern "C" {
        fn automode_memmove(to: *mut u8, from: *const u8, n: usize) -> *mut u8;
        fn automode_memcmp(a: *const u8, b: *const u8, n: usize) -> i32;
    }

    /// Each length up to some loops, each distance of an overlap, forwards and backwards.
    #[test]
    fn moves_as_the_library_does() {
        let start: Vec<u8> = (0..1000).map(|n: u32| (n.wrapping_mul(37) % 251) as u8).collect();
        for n in (0..300).chain([511, 512, 513]) {
            for (from, to) in
                [(0, 500), (500, 0)].into_iter().chain((1..140).flat_map(|d| [(200, 200 + d), (200 + d, 200)]))
            {
                let (mut ours, mut theirs) = (start.clone(), start.clone());
                let end = start.len().min(from.max(to) + n);
                let n = end - from.max(to);
                theirs.copy_within(from..from + n, to);
                // SAFETY: both ranges lie within the vector.
                let back = unsafe { automode_memmove(ours.as_mut_ptr().add(to), ours.as_ptr().add(from), n) };
                assert_eq!(back, ours[to..].as_mut_ptr());
                assert!(ours == theirs, "{n} bytes from {from} to {to}");
            }
        }
    }

    #[test]
    fn compares_as_the_library_does() {
        let cmp = |a: &[u8], b: &[u8]| {
            // SAFETY: both are as long as the shorter one.
            unsafe { automode_memcmp(a.as_ptr(), b.as_ptr(), a.len().min(b.len())) }.signum()
        };
        for n in 0..70_usize {
            let a = vec![0x80_u8; n];
            assert_eq!(cmp(&a, &a.clone()), 0);
            for at in 0..n {
                for byte in [0, 0x7f, 0x81, 0xff] {
                    let mut b = a.clone();
                    b[at] = byte;
                    // What stands behind the first difference does not count.
                    b[at + 1..].fill(0xff - byte);
                    assert_eq!(cmp(&a, &b), a.cmp(&b) as i32, "{n} {at} {byte}");
                }
            }
        }
    }
}
