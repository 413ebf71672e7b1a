//! What is replaced, and what must stay.

use super::*;

fn redactor() -> Redactor {
    let redactor = Redactor::ephemeral();
    redactor.key.set([7; 32]).unwrap();
    redactor
}

#[test]
fn smoke() {
    let r = redactor();
    println!("{}", r.redact("curl -H 'Authorization: Bearer abcdefghij1234567890' https://u:pw12@example.com"));
}
