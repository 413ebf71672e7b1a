//! The same edit through other doors: what a stream editor, a script of one line or a patch makes of a file is judged like the edit
//! that it is.

mod common;

const APP: &str = "import requests\n\n\ndef fetch(url):\n    return requests.get(url, verify=True, timeout=5)\n\n\ndef allowed(user, doc):\n    return user.id == doc.owner_id\n";
const TEST: &str = "def test_total():\n    assert total([1, 2]) == 3\n";
const JSON: &str = "{\n  \"cookie\": { \"secure\": true, \"name\": \"sid\" },\n  \"timeout\": 5\n}\n";
const POD: &str = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      securityContext:\n        privileged: false\n";

fn stops(command: &str) -> bool {
    let mut world = common::Small::default();
    for (name, text) in [("app.py", APP), ("tests/test_a.py", TEST), ("config.json", JSON), ("dev/pod.yaml", POD)] {
        world.files.insert(format!("{}/{name}", common::CWD), text.to_owned());
    }
    common::judge(&world, command).decision().stops()
}

#[test]
fn what_weakens_is_asked_about() {
    let commands = [
        "sed -i 's/verify=True/verify=False/' app.py",
        "sed -i '5s/verify=True, //;5s/timeout=5/verify=False/' app.py",
        "sed -i '9s/.*/    return True/' app.py",
        "sed -i '/owner_id/c\\    return True' app.py",
        "sed -E -i 's/verify=[A-Z][a-z]+/verify=False/' app.py",
        "sed -i '9d;8a\\    return True' app.py",
        "perl -pi -e 's/user\\.id == doc\\.owner_id/True/' app.py",
        "sed 's/verify=True/verify=False/' app.py > t && mv t app.py",
        "awk '{gsub(/verify=True/,\"verify=False\")}1' app.py > t && mv t app.py",
        "sd 'verify=True' 'verify=False' app.py",
        "sed -i '2d' tests/test_a.py",
        "sed -i '2s/== 3/> 0/' tests/test_a.py",
        "jq '.cookie.secure = false' config.json > x.json && mv x.json config.json",
        "yq -i '.spec.containers[0].securityContext.privileged = true' dev/pod.yaml",
        "python3 -c \"p='app.py'; t=open(p).read().replace('verify=True','verify=False'); open(p,'w').write(t)\"",
        "tee app.py <<'EOF'\nimport requests\n\n\ndef fetch(url):\n    return requests.get(url, verify=False, timeout=5)\nEOF",
    ];
    let missed: Vec<&&str> = commands.iter().filter(|c| !stops(c)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_weakens_nothing_runs() {
    let commands = [
        "sed -i 's/timeout=5/timeout=6/' app.py",
        "sed -i '1i\\# what is fetched' app.py",
        "perl -pi -e 's/fetch/download/' app.py",
        "sed -i 's/total/sum_of/' tests/test_a.py",
        "sed 's/timeout=5/timeout=9/' app.py > t && mv t app.py",
        "jq '.timeout = 9' config.json > x.json && mv x.json config.json",
        "sd 'timeout=5' 'timeout=7' app.py",
    ];
    let asked: Vec<&&str> = commands.iter().filter(|c| stops(c)).collect();
    assert!(asked.is_empty(), "{asked:#?}");
}
