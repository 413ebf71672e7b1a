//! Requests and prohibitions in Chinese, Japanese and Korean: what stands before and behind an operation's characters decides.
//! Called by `languages`.

use super::languages::CHANGE;
use super::read::{Mood, Statement};
use super::scripts::{is_han, is_hangul, is_kana};
use super::token::{self, Kind, Token};
use super::words::Ops;

/// Chinese and Japanese have no blanks: what is before and behind an operation's characters decides.
const CHINESE_OPS: &[(&str, Ops)] = &[
    ("可以删", Ops::DELETE),
    ("删了", Ops::DELETE),
    ("帮我删", Ops::DELETE),
    ("删了吧", Ops::DELETE),
    ("删掉吧", Ops::DELETE),
    ("强制推送", Ops::FORCE),
    ("取消", Ops::KILL.or(Ops::STOP)),
    ("终止", Ops::KILL.or(Ops::STOP)),
    ("结束", Ops::KILL.or(Ops::STOP)),
    ("停掉", Ops::STOP),
    ("暂停", Ops::STOP),
    ("启动", Ops::START),
    ("扩容", Ops::APPLY),
    ("缩容", Ops::APPLY),
    ("回滚", Ops::DEPLOY.or(Ops::DISCARD)),
    ("撤销", Ops::DISCARD),
    ("迁移", Ops::MIGRATE),
    ("授权", Ops::GRANT),
    ("禁用", Ops::STOP.or(Ops::WEAKEN)),
    ("轮换", Ops::SECRET),
    ("发送", Ops::SEND),
    ("上传", Ops::SEND),
    ("删除", Ops::DELETE),
    ("删掉", Ops::DELETE),
    ("移除", Ops::DELETE),
    ("清空", Ops::DELETE),
    ("推送", Ops::PUSH),
    ("push", Ops::PUSH),
    ("提交", Ops::COMMIT),
    ("commit", Ops::COMMIT),
    ("合并", Ops::MERGE),
    ("部署", Ops::DEPLOY),
    ("发布", Ops::PUBLISH.or(Ops::DEPLOY)),
    ("安装", Ops::INSTALL),
    ("修改", CHANGE),
    ("改动", CHANGE),
    ("更改", CHANGE),
    ("改", CHANGE),
    ("动", CHANGE),
    ("碰", CHANGE),
    ("停止", Ops::STOP),
    ("运行", Ops::RUN),
    ("重启", Ops::RESTART),
    ("删", Ops::DELETE),
    ("停", Ops::STOP),
    ("推", Ops::PUSH),
];

const JAPANESE_OPS: &[(&str, Ops)] = &[
    ("強制プッシュ", Ops::FORCE),
    ("再起動", Ops::RESTART),
    ("キャンセル", Ops::KILL.or(Ops::STOP)),
    ("中止", Ops::KILL.or(Ops::STOP)),
    ("終了", Ops::KILL.or(Ops::STOP)),
    ("止め", Ops::STOP),
    ("起動", Ops::START),
    ("スケール", Ops::APPLY),
    ("数を", Ops::APPLY.or(Ops::CONFIG)),
    ("ロールバック", Ops::DEPLOY.or(Ops::DISCARD)),
    ("取り消", Ops::DISCARD),
    ("移行", Ops::MIGRATE),
    ("付与", Ops::GRANT),
    ("無効に", Ops::STOP.or(Ops::WEAKEN)),
    ("送信", Ops::SEND),
    ("アップロード", Ops::SEND),
    ("削除", Ops::DELETE),
    ("消", Ops::DELETE),
    ("プッシュ", Ops::PUSH),
    ("push", Ops::PUSH),
    ("コミット", Ops::COMMIT),
    ("commit", Ops::COMMIT),
    ("マージ", Ops::MERGE),
    ("デプロイ", Ops::DEPLOY),
    ("公開", Ops::PUBLISH),
    ("インストール", Ops::INSTALL),
    ("変更", CHANGE),
    ("編集", CHANGE),
    ("触", CHANGE),
    ("停止", Ops::STOP),
    ("実行", Ops::RUN),
];

const KOREAN_OPS: &[(&str, Ops)] = &[
    ("삭제", Ops::DELETE),
    ("제거", Ops::DELETE),
    ("지우", Ops::DELETE),
    ("지워", Ops::DELETE),
    ("푸시", Ops::PUSH),
    ("커밋", Ops::COMMIT),
    ("병합", Ops::MERGE),
    ("머지", Ops::MERGE),
    ("배포", Ops::DEPLOY),
    ("게시", Ops::PUBLISH),
    ("설치", Ops::INSTALL),
    ("변경", CHANGE),
    ("수정", CHANGE),
    ("건드리", CHANGE),
    ("중지", Ops::STOP),
    ("취소", Ops::KILL.or(Ops::STOP)),
];

/// `删除 a-1，但不要动 a-2`: what is asked for in one clause and what is forbidden in another, each of things of its own. True where
/// the sentence is such a one.
pub(super) fn in_parts(text: &str, tokens: &[Token], out: &mut Vec<Statement>) -> bool {
    let named = |tokens: &[Token]| {
        let letters = |t: &Token| t.text.is_ascii() && t.kind != Kind::Mark;
        spread(tokens).iter().any(letters)
    };
    let mut said = Vec::new();
    for part in text.split(['，', ',', '：', '。']).filter(|p| !p.trim().is_empty()) {
        let own = token::tokens(part);
        let Some((mood, ops, _)) = read(&part.trim().to_lowercase(), false) else { continue };
        if mood == Mood::Forbid && !named(&own) {
            return false;
        }
        let object = if named(&own) { spread(&own) } else { spread(tokens) };
        said.push(Statement { loose: true, ..Statement::plain(mood, ops, object, false) });
    }
    let parts = said.iter().any(|s| s.mood == Mood::Ask);
    if parts {
        out.append(&mut said);
    }
    parts
}

/// What a sentence in one of them asks for or forbids, and whether it is about all there is.
pub(super) fn read(text: &str, asks: bool) -> Option<(Mood, Ops, bool)> {
    if text.chars().any(is_hangul) {
        korean(text, asks)
    } else if text.chars().any(is_kana) {
        japanese(text, asks)
    } else {
        chinese(text, asks)
    }
}

/// What says how a thing is, though it negates.
const HARMLESS: &[&str] = &["不再需要", "不需要", "没有响应", "没响应", "没用了", "没人用"];

fn chinese(text: &str, asks: bool) -> Option<(Mood, Ops, bool)> {
    let text = &HARMLESS.iter().fold(text.to_owned(), |text, h| text.replace(h, ""));
    let polite = ["可以帮我", "能帮我", "能否帮我"].iter().any(|p| text.starts_with(p));
    let text = if polite { text.trim_end_matches('吗').trim_start_matches("可以") } else { text };
    let asks = asks && !polite;
    let no = ["不要", "别", "勿", "禁止", "不准", "不许", "不能", "不可", "无需", "不用", "不得", "千万不"];
    for n in no {
        let Some((_, behind)) = text.split_once(n) else { continue };
        let near: String = behind.chars().take(12).collect();
        if let Some((_, ops)) = CHINESE_OPS.iter().find(|(o, _)| near.contains(o)) {
            let rest = CHINESE_OPS.iter().fold(text.to_owned(), |text, (o, _)| text.replace(o, ""));
            let named = rest.chars().any(|c| c.is_ascii_alphanumeric())
                || ["库", "生产", "分支", "配置"].iter().any(|n| rest.contains(n));
            return Some((Mood::Forbid, *ops, !named || behind.contains("任何")));
        }
    }
    let unsure = [
        "吗",
        "如果",
        "要是",
        "没",
        "不",
        "为什么",
        "怎么",
        "是否",
        "被",
        "可能",
        "应该",
        "能否",
        "说",
        "之后",
        "只要",
    ];
    if asks && !text.starts_with("可以") && !text.contains("请") || unsure.iter().any(|u| text.contains(u)) {
        return None;
    }
    let (at, ops) =
        CHINESE_OPS.iter().filter(|(o, _)| o.chars().count() > 1).find_map(|(o, ops)| Some((text.find(o)?, *ops)))?;
    let asked = at == 0
        || ["可以删", "帮我", "删了吧", "删掉吧"].iter().any(|a| text.contains(a))
        || ["请", "帮", "能", "麻烦", "把", "将", "现在", "好", "可以", "直接", "我要你", "你好"]
            .iter()
            .any(|l| text.starts_with(l));
    let past = text.get(at..).is_some_and(|t| !t.starts_with("删了") && t.chars().skip(2).take(1).any(|c| c == '了'))
        && !text.contains("可以");
    // `删了 a` tells as well.
    let loose = text.get(at..).is_some_and(|t| t.starts_with("删了") && !t.starts_with("删了吧"))
        && !['把', '将', '请', '帮'].iter().any(|l| text.contains(*l));
    (asked && !past && !loose).then_some((Mood::Ask, ops, false))
}

fn korean(text: &str, asks: bool) -> Option<(Mood, Ops, bool)> {
    let (at, ops) = KOREAN_OPS.iter().find_map(|(o, ops)| Some((text.find(o)? + o.len(), *ops)))?;
    let behind = text.get(at..)?;
    let no = ["지 마", "지마", "지 말", "지말", "금지", "안 돼", "안돼", "하면 안"];
    if no.iter().any(|n| behind.contains(n)) && !asks {
        let general = !text.chars().any(|c| c.is_ascii_alphanumeric());
        return Some((Mood::Forbid, ops, general || text.contains("아무")));
    }
    let unsure = ["까요", "나요", "했", "되었", "면 ", "만약", "왜", "어떻게", "것 같", "될까", "할까"];
    if unsure.iter().any(|u| text.contains(u))
        || asks && !["줄래", "실래요", "시겠어요", "주세요"].iter().any(|p| behind.contains(p))
    {
        return None;
    }
    let asked = [
        "해 줘",
        "해줘",
        "해주세요",
        "해 주세요",
        "하세요",
        "해라",
        "부탁",
        "해 주",
        "해도 돼",
        "해도 됩니다",
        "줄래",
        "실래요",
        "시겠어요",
    ];
    let bare = matches!(behind.trim(), "" | "줘" | "주세요");
    (bare || asked.iter().any(|a| behind.contains(a))).then_some((Mood::Ask, ops, false))
}

fn japanese(text: &str, asks: bool) -> Option<(Mood, Ops, bool)> {
    // What asks in the form of a question, and what says that a thing is of no use.
    const PLAIN: &[(&str, &str)] = &[
        ("くれますか", "くれ"),
        ("もらえますか", "くれ"),
        ("もう使わないので", ""),
        ("もう使っていないので", ""),
        ("足りません", ""),
    ];
    let text = &PLAIN.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let (at, ops) = JAPANESE_OPS.iter().find_map(|(o, ops)| Some((text.find(o)? + o.len(), *ops)))?;
    let behind = text.get(at..)?;
    let no = [
        "しないで",
        "するな",
        "しない",
        "禁止",
        "しては",
        "しちゃ",
        "らないで",
        "さないで",
        "るな",
        "ないで",
        "やめて",
        "厳禁",
        "いけ",
    ];
    if no.iter().any(|n| behind.contains(n)) && !asks {
        let general = !text.chars().any(|c| c.is_ascii_alphanumeric()) && text.chars().count() <= 14;
        return Some((Mood::Forbid, ops, general || text.contains("何も")));
    }
    let unsure = ["たら", "れば", "なら", "もし", "かどうか", "ですか", "ますか", "した", "された", "ない"];
    if unsure.iter().any(|u| text.contains(u)) || asks && !behind.contains("くれ") {
        return None;
    }
    let asked = [
        "してください",
        "して下さい",
        "してほしい",
        "してくれ",
        "お願い",
        "してもいい",
        "していい",
        "して良い",
        "て下さい",
        "てください",
        "てほしい",
        "ておいて",
        "してok",
        "しておいて",
        "してね",
        "せよ",
        "しろ",
    ];
    let plain = matches!(behind, "して" | "て" | "");
    (plain || asked.iter().any(|a| behind.contains(a))).then_some((Mood::Ask, ops, false))
}

/// The tokens with names taken out of words without blanks: `feature-xブランチ`.
pub(super) fn spread(tokens: &[Token]) -> Vec<Token> {
    let mut out = Vec::new();
    for t in tokens {
        if t.kind != Kind::Word || !t.text.chars().any(|c| is_han(c) || is_kana(c) || is_hangul(c)) {
            out.push(t.clone());
            continue;
        }
        let mut run = String::new();
        let mut name = None;
        for c in t.text.chars().chain([' ']) {
            let is = c.is_ascii() && !c.is_whitespace();
            if name != Some(is) && !run.is_empty() {
                out.extend(pieces(&run, name == Some(true)));
                run.clear();
            }
            name = Some(is);
            run.push(c);
        }
    }
    out
}

/// A run of one script; of a run without blanks, the nouns that it begins or ends with.
fn pieces(run: &str, name: bool) -> Vec<Token> {
    let token = |text: &str| Token { text: text.to_owned(), lower: text.to_lowercase(), kind: Kind::Word };
    if name {
        return vec![token(run.trim())];
    }
    let nouns = [
        "分支",
        "文件",
        "目录",
        "容器",
        "任务",
        "进程",
        "数据库",
        "表",
        "브랜치",
        "파일",
        "컨테이너",
        "작업",
        "테이블",
        "데이터베이스",
        "ブランチ",
        "ファイル",
        "コンテナ",
        "ジョブ",
        "テーブル",
        "データベース",
        "生产",
        "本番",
    ];
    nouns.iter().filter(|n| run.contains(**n)).map(|n| token(n)).collect()
}
