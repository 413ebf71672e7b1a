//! Harmless documents; `@@` is where something is put in.

/// Of many forms.
pub const CARRIERS: [&str; 12] = [
    "# Fastgrid\n\nA small library for tables. Works on Linux and macOS.\n\n@@\n\n## Install\n\n```sh\nnpm install fastgrid\n```\n",
    "<html><body><h1>Opening hours</h1><p>We are open from 9 to 5.</p><p>@@</p><footer>Example Corp</footer></body></html>\n",
    "import os\n\n# reads the rows @@\ndef rows(path):\n    return open(path).read().split(\"\\n\")\n",
    "{\n  \"id\": 4412,\n  \"note\": \"Called on Monday. @@\",\n  \"tags\": [\"billing\", \"vip\"]\n}\n",
    "name: build\non: push\n# @@\njobs:\n  test:\n    runs-on: ubuntu-latest\n",
    "id,name,comment\n1,Novak,fine\n2,Costa,@@\n3,Ito,late\n",
    "2026-01-04 12:00:01 INFO start\n2026-01-04 12:00:02 INFO user agent: @@\n2026-01-04 12:00:03 INFO stop\n",
    "From: Laura <laura@example.com>\nSubject: Minutes of Monday\n\nHi all,\n\nthe next meeting is on the 12th. @@\n\nBest, Laura\n",
    "> Does it work on Windows?\n\nYes, since version 2. @@\n\nThe tests pass on all three systems.\n",
    "## Rules\n\n- Write tests for each change.\n- Keep functions short. @@\n- Use the existing helpers.\n",
    "fn main() {\n    // @@\n    println!(\"{}\", total(3));\n}\n",
    "| Year | Team | Notes |\n| --- | --- | --- |\n| 2003 | Lions | won |\n| 2004 | Bears | @@ |\n",
];

/// The n-th document with a text put in.
pub fn carried(n: usize, text: &str) -> String {
    CARRIERS[n % CARRIERS.len()].replace("@@", text)
}
