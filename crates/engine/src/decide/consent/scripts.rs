//! What is known of languages without blanks between their words, and of Korean: the pieces a request may be made of. A
//! sentence is understood where it is made of these and of names only. Called by `understood`.

use std::borrow::Cow;

use super::languages;
use super::nouns;
use super::read::Mood;
use super::text::Sentence;
use super::token;
use super::understood::Named;

/// Pieces of one language, and those with which something is left alone.
struct Pieces {
    known: &'static str,
    spares: &'static str,
}

const CHINESE: Pieces = Pieces {
    known: "请 麻烦 你 您 帮我 帮忙 一下 把 将 它 他 的 里 里的 上 上的 中 中的 这个 那个 这 该 在 从 和 与 及 并 吧 呢 好 好的 是的 \
            嗯 行 现在 立即 马上 直接 谢谢 非常感谢 感谢 多谢 你好 您好 辛苦了 做吧 执行吧 卡住了 卡死了 坏了 挂了 它坏了 没有响应了 \
            没有响应 没用了 没人用了 不需要了 不再需要 不再需要了 不再需要它了 已经不需要了 我们不再需要它了 不用的 已经合并了 已合并 因为 \
            关于 我要你 可以帮我 能帮我 可以删了 可以删除了 可以删除 可以删 可以 能否 吗 需要空间 空间不足 本地 远程 线上 旧 旧的 老 老的 所有 \
            全部 目录下 目录 环境 环境的 命名空间 命名空间里 分支 分支上 文件 容器 任务 作业 进程 数据库 表 镜像 对象 服务 节点 集群 标签 版本 \
            快照 卷 磁盘 队列 生产 测试 删除 删除掉 删掉 删了吧 删了 删掉吧 删 移除 清空 推送 强制推送 提交 合并 部署 发布 安装 停止 停掉 暂停 \
            启动 重启 运行 取消 终止 结束 扩容 缩容 回滚 回滚到 撤销 迁移 授权 禁用 轮换 发送 上传 修改 更改 改成 到 为 个 包",
    spares: "别动 不要动 别碰 不要碰 不要删 别删 不要删除 保留 留着 不动 但 但是",
};

const JAPANESE: Pieces = Pieces {
    known: "を は が の に で も と から へ や この その これ それ あの すみません 今すぐ 今 直ちに はい ええ では じゃあ こんにちは お願いします \
            お願い ありがとう ありがとうございます どうも よろしく やって やってください やってok 固まっている 固まっています 固まっているので 止まっている \
            止まっています 止まっているので 壊れている 壊れています 壊れているので 不要 不要です 不要なので もう もう不要です もう使わないので \
            もう使っていません もう使っていないので 使っていません 容量が足りません 足りません 容量 古い ローカル リモート 全部 すべて です。 です \
            ブランチ ファイル フォルダ コンテナ ジョブ テーブル データベース イメージ タグ サービス ノード クラスタ ボリューム ネームスペース 名前空間 \
            スナップショット キュー 環境 本番 リポジトリ プロセス タスク レプリカ レプリカ数 数 \
            削除 削除して 削除してください 削除して下さい 削除してほしい 削除してくれ 削除してくれますか 削除してくれる 削除してもらえますか \
            削除をお願いします 削除お願いします 削除しておいて 削除しといて 削除していいよ 削除していいです 削除していい 削除して良い 削除してok \
            削除してもいいです 削除してもいい 削除してね 削除せよ 削除しろ 消して 消してください 消しておいて 消して下さい 停止 停止して 停止してください 停止をお願いします \
            再起動 再起動して 再起動してください 再起動をお願いします 起動して 起動してください 中止 中止して 中止してください キャンセル \
            キャンセルして キャンセルしてください 終了して 終了してください 止めて 止めてください プッシュして プッシュしてください \
            強制プッシュして 強制プッシュしてください コミットして コミットしてください マージして マージしてください デプロイして デプロイしてください \
            公開して 公開してください インストールして インストールしてください 変更して 変更してください ロールバックして \
            ロールバックしてください 取り消して 取り消してください 移行して 移行してください 付与して 付与してください 無効にして \
            無効にしてください 送信して 送信してください アップロードして アップロードしてください 実行して 実行してください スケールして \
            スケールしてください パッケージ にしてください にして",
    spares: "触らないで 触らないでください 触らない そのまま そのままで そのままにして 残して 残してください 残しておいて 消さないで \
             削除しないで 削除しないでください",
};

const KOREAN: Pieces = Pieces {
    known: "을 를 은 는 이 가 의 에 에서 와 과 로 으로 도 이 그 저 제발 지금 당장 바로 네 응 좋아 좋아요 그래 안녕 안녕하세요 이제 그럼 좀 \
            고마워 고마워요 고맙습니다 감사합니다 감사해요 부탁해 부탁해요 부탁합니다 부탁드립니다 멈췄어 멈췄어요 멈춰있어 멈춰있어요 멈춰있습니다 \
            고장났어 고장났어요 고장났습니다 더이상필요없어 더이상필요없어요 더이상필요없습니다 필요없어 필요없어요 필요없습니다 공간이필요해 \
            공간이필요해요 오래된 로컬 원격 모든 브랜치 파일 컨테이너 작업 테이블 데이터베이스 이미지 태그 서비스 노드 클러스터 볼륨 네임스페이스 스냅샷 \
            해줘 해주세요 하세요 해라 해줄래 해줄래요 해주실래요 해주시겠어요 해도돼 해도됩니다 해도돼요 삭제 삭제를 제거 제거를 지워줘 지워주세요 지워줄래 지워 \
            푸시 커밋 병합 머지 배포 게시 설치 변경 수정 중지 취소 재시작",
    spares: "그대로둬 그대로둬요 그대로두세요 남겨둬 남겨두세요 건드리지마 건드리지마세요 건드리지말고 삭제하지마 삭제하지마세요 지우지마 지우지마세요",
};

pub(super) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}')
}

pub(super) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// It has letters of such a language.
pub(super) fn is_wide(text: &str) -> bool {
    text.chars().any(|c| is_kana(c) || is_hangul(c) || is_han(c))
}

/// Another thing to do instead, of pieces that are harmless by themselves.
const INSTEAD: &[&str] = &["それとも", "または", "もしくは", "还是", "或", "아니면", "또는"];

/// The prompts, with blanks between names and what stands right beside them (`a-1を`, `分支a-1`), and before a pronoun that hangs on
/// its verb (`supprime-le`).
pub(super) fn spaced(prompts: Cow<'_, [String]>) -> Cow<'_, [String]> {
    const PRONOUNS: &[&str] = &["-le", "-la", "-les", "-moi", "-o", "-a", "-os", "-as"];
    if !prompts.iter().any(|p| is_wide(p) || PRONOUNS.iter().any(|e| p.contains(e))) {
        return prompts;
    }
    let wide = |c: char| is_kana(c) || is_hangul(c) || is_han(c);
    let mut out = prompts.into_owned();
    for prompt in out.iter_mut().filter(|p| !is_wide(p)) {
        let apart = |word: &str| {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let verb =
                PRONOUNS.iter().find_map(|e| bare.strip_suffix(e)).filter(|v| languages::is_form(&v.to_lowercase()))?;
            Some(format!("{verb} {}", word.get(verb.len() + 1..)?))
        };
        let words: Vec<Cow<'_, str>> =
            prompt.split(' ').map(|w| apart(w).map_or(Cow::Borrowed(w), Cow::Owned)).collect();
        *prompt = words.join(" ");
    }
    for prompt in out.iter_mut().filter(|p| is_wide(p)) {
        let mut text = String::with_capacity(prompt.len() + 16);
        let mut last = ' ';
        for c in prompt.chars() {
            let beside = |a: char, b: char| wide(a) && (b.is_ascii_alphanumeric() || b == '*');
            if beside(last, c) || beside(c, last) {
                text.push(' ');
            }
            text.push(c);
            last = c;
        }
        *prompt = text;
    }
    Cow::Owned(out)
}

/// Each of its pieces is known and harmless.
pub(super) fn understands(sentence: &Sentence, command: &Named, item: bool) -> bool {
    let text = sentence.text.to_lowercase();
    if INSTEAD.iter().any(|i| text.contains(i)) {
        return false;
    }
    let polite = ["可以帮我", "能帮我", "能否帮我"].iter().any(|p| text.starts_with(p));
    if text.trim_end().ends_with('吗') && !polite {
        return false;
    }
    // `可以删除 a 了`: now it may.
    let text = if text.starts_with("可以") { text.trim_end_matches('了').to_owned() } else { text };
    let pieces = if text.chars().any(is_hangul) {
        &KOREAN
    } else if text.chars().any(is_kana) {
        &JAPANESE
    } else {
        &CHINESE
    };
    let cut = |c: char| matches!(c, '，' | '、' | ',' | '：' | ':' | '—' | '–');
    // A blank may stand before a name or not.
    let clauses: Vec<&str> = split_marks(&text, cut);
    let own: Vec<&str> = clauses.into_iter().filter(|c| !is_spared(c, pieces, command)).collect();
    if !own.iter().all(|c| is_made_of(c, &[pieces.known], command)) || is_undone(&text) {
        return false;
    }
    // `a-2 谢谢`: rather something else.
    let other = own.iter().flat_map(|c| names(c)).any(|n| command.is_name(n) && !command.has(n));
    !(sentence.asks || other && !item) || asks(sentence, &own)
}

/// `取消删除 a`, `削除を中止して`: what is stopped is the deletion.
fn is_undone(text: &str) -> bool {
    let ends = ["取消", "中止", "キャンセル", "停止", "终止", "止め", "暂停", "취소", "중지"];
    let deletes = ["删", "移除", "清空", "削除", "消し", "삭제", "제거", "지우", "지워"];
    let has = |list: &[&str]| list.iter().any(|w| text.contains(w));
    has(&ends) && has(&deletes)
}

/// Parts between punctuation; a colon or a dot within a name is part of it.
fn split_marks(text: &str, cut: impl Fn(char) -> bool) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = c.is_ascii() && chars.peek().is_some_and(|(_, n)| n.is_ascii_alphanumeric());
        if cut(c) && !inner {
            out.push(text.get(from..at).unwrap_or(""));
            from = at + c.len_utf8();
        }
    }
    out.push(text.get(from..).unwrap_or(""));
    out.retain(|t| !t.trim().is_empty());
    out
}

fn asks(sentence: &Sentence, own: &[&str]) -> bool {
    let text = own.join("，");
    let mut said = Vec::new();
    let own = Sentence { text: text.clone(), asks: sentence.asks, items: Vec::new(), begins: false };
    languages::read(&own, &token::tokens(&text), &mut said);
    said.iter().any(|s| s.mood == Mood::Ask)
}

/// Something else than the command is about stays.
fn is_spared(clause: &str, pieces: &Pieces, command: &Named) -> bool {
    let names: Vec<&str> = names(clause);
    let spares = pieces.spares.split_ascii_whitespace();
    let plain: String = clause.chars().filter(|c| !c.is_whitespace()).collect();
    !names.is_empty()
        && !names.iter().any(|n| command.has(n))
        && names.iter().all(|n| command.is_name(n) || nouns::kinds(n) != 0)
        && spares.into_iter().any(|s| plain.contains(s))
        && is_made_of(clause, &[pieces.known, pieces.spares], command)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '@' | '*' | '~' | '=' | '+' | '#')
}

/// The words in Latin letters.
fn names(clause: &str) -> Vec<&str> {
    clause.split(|c: char| !is_of_name(c)).map(|n| n.trim_matches([':', '.', ','])).filter(|n| !n.is_empty()).collect()
}

/// The clause can be cut into known pieces, the longest first.
fn is_made_of(clause: &str, lists: &[&str], command: &Named) -> bool {
    let name = |n: &&str| {
        command.is_name(n) || command.has_plain(n) || nouns::kinds(n) != 0 || nouns::label(n).is_some() || *n == "ok"
    };
    if !names(clause).iter().all(name) {
        return false;
    }
    let parts = clause.split(|c: char| is_of_name(c) || matches!(c, '`' | '"' | '“' | '”' | '「' | '」' | '(' | ')'));
    parts.into_iter().all(|part| {
        let plain: String = part.chars().filter(|c| !c.is_whitespace()).collect();
        is_cut(&plain, lists)
    })
}

fn is_cut(text: &str, lists: &[&str]) -> bool {
    let mut rest = text.trim_matches(['！', '。', '!', '~', '～', '？']);
    while !rest.is_empty() {
        let pieces = lists.iter().flat_map(|l| l.split_ascii_whitespace());
        let Some(longest) = pieces.filter(|p| rest.starts_with(p)).map(str::len).max() else { return false };
        rest = rest.get(longest..).unwrap_or("");
    }
    true
}
