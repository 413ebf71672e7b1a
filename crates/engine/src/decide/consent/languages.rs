//! Requests and prohibitions in other languages than English: a prohibition is a negation with an operation; a request
//! only counts in its plainest forms. What is not clearly one is none, and the user is asked.

use super::lexicon::{self, More};
use super::nouns;
use super::read::{Mood, Statement};
use super::text::Sentence;
use super::token::{Kind, Token};
use super::tongues;
use super::words::{self, Ops};

/// A language with blanks between its words.
pub(super) struct Language {
    /// Words that negate.
    pub(super) no: &'static [&'static str],
    /// Small words that tell the language from others.
    pub(super) hints: &'static [&'static str],
    /// Forms in which an operation is asked for, and what stems of it a prohibition may have.
    pub(super) ops: &'static [(&'static str, &'static [&'static str], Ops)],
    /// Beginnings of requests behind which the operation may stand anywhere.
    pub(super) asks: &'static [&'static str],
    /// The same in the form of a question.
    pub(super) polite: &'static [&'static str],
    /// Words that make it a condition, a doubt or a report.
    pub(super) unsure: &'static [&'static str],
    /// Words that may stand before an imperative.
    pub(super) openers: &'static [&'static str],
    /// Words for everything or anything at all.
    pub(super) any: &'static [&'static str],
    /// What of it is told in `lexicon`.
    pub(super) more: &'static More,
}

/// Any change.
pub(super) const CHANGE: Ops = Ops::TOUCH.or(Ops::EDIT);

const LANGUAGES: &[Language] = &[GERMAN, FRENCH, SPANISH, PORTUGUESE, ITALIAN, DUTCH];

const GERMAN: Language = Language {
    no: &[
        "nicht",
        "nie",
        "niemals",
        "kein",
        "keine",
        "keinen",
        "keinesfalls",
        "nichts",
        "ohne",
        "finger",
        "lass",
        "lasst",
        "bleibt",
        "bleiben",
    ],
    hints: &[
        "bitte", "nicht", "den", "der", "das", "die", "bleibt", "bleiben", "ich", "du", "und", "zu", "kein", "keine",
        "keinen", "auf", "mit", "bevor", "noch", "nichts", "ohne", "nie", "niemals", "wir", "mir", "dass",
    ],
    ops: &[
        ("lösch", &["lösch", "lösche", "löschen", "löscht", "lösch'"], Ops::DELETE),
        ("entfern", &["entferne", "entfernen", "entfern"], Ops::DELETE),
        ("push", &["push", "pushe", "pushen"], Ops::PUSH),
        ("commit", &["commit", "committe", "committen"], Ops::COMMIT),
        ("merg", &["merge", "mergen"], Ops::MERGE),
        ("deploy", &["deploy", "deploye", "deployen"], Ops::DEPLOY),
        ("veröffentlich", &["veröffentliche", "veröffentlichen"], Ops::PUBLISH),
        ("install", &["installiere", "installieren"], Ops::INSTALL),
        ("änder", &["ändere", "ändern", "änder"], CHANGE),
        ("veränder", &["verändere", "verändern"], CHANGE),
        ("anfass", &[], CHANGE),
        ("fass", &[], CHANGE),
        ("anrühr", &[], CHANGE),
        ("finger", &[], CHANGE),
        ("ruhe", &[], CHANGE),
        ("schreib", &["schreibe", "schreiben", "schreib"], Ops::EDIT),
        ("stopp", &["stoppe", "stoppen", "stopp"], Ops::STOP),
        ("beend", &["beende", "beenden"], Ops::KILL.or(Ops::STOP)),
        ("starte", &["starte", "starten"], Ops::START),
        ("ausführ", &["ausführen"], Ops::RUN),
        ("verwirf", &["verwirf", "verwerfen"], Ops::DISCARD),
        ("brich", &["brich", "abbrechen"], Ops::KILL.or(Ops::STOP)),
        ("abbrech", &["abbrechen"], Ops::KILL.or(Ops::STOP)),
        ("töte", &["töte", "töten"], Ops::KILL),
        ("schließ", &["schließe", "schließen", "schliesse"], Ops::SEND),
    ],
    asks: &[
        "bitte",
        "du sollst",
        "du kannst",
        "du darfst",
        "du musst",
        "ich möchte, dass du",
        "ich will, dass du",
        "wir müssen",
        "lass uns",
        "mach",
        "jetzt",
    ],
    polite: &["kannst du", "könntest du", "würdest du", "können sie", "könnten sie"],
    unsure: &[
        "wenn",
        "falls",
        "sobald",
        "ob",
        "vielleicht",
        "hat",
        "haben",
        "wurde",
        "warum",
        "wie",
        "sollen",
        "sollten",
        "sofern",
        "nachdem",
    ],
    openers: &["bitte", "jetzt", "ja", "ok", "okay", "dann", "und", "also", "gut", "nun"],
    any: &["nichts", "alles", "irgendetwas", "etwas", "irgendwas"],
    more: &lexicon::GERMAN,
};

const FRENCH: Language = Language {
    no: &["ne", "n'", "pas", "jamais", "aucun", "aucune", "rien", "sans", "laisse", "laissez"],
    hints: &[
        "la", "le", "les", "des", "du", "une", "pas", "ne", "sans", "rien", "te", "plaît", "ce", "cette", "et", "je",
        "tu", "surtout", "jamais", "de",
    ],
    ops: &[
        ("supprim", &["supprime", "supprimez", "supprimer"], Ops::DELETE),
        ("efface", &["efface", "effacez", "effacer"], Ops::DELETE),
        ("pouss", &["pousse", "poussez", "pousser"], Ops::PUSH),
        ("push", &["push", "pushe", "pusher"], Ops::PUSH),
        ("commit", &["commit", "commite", "commiter", "committer"], Ops::COMMIT),
        ("fusionn", &["fusionne", "fusionnez", "fusionner"], Ops::MERGE),
        ("merg", &["merge", "merger"], Ops::MERGE),
        ("déplo", &["déploie", "déployez", "déployer"], Ops::DEPLOY),
        ("publi", &["publie", "publiez", "publier"], Ops::PUBLISH),
        ("install", &["installe", "installez", "installer"], Ops::INSTALL),
        ("modifi", &["modifie", "modifiez", "modifier"], CHANGE),
        ("chang", &["change", "changez", "changer"], CHANGE),
        ("touch", &[], CHANGE),
        ("tranquille", &[], CHANGE),
        ("écri", &["écris", "écrire"], Ops::EDIT),
        ("arrêt", &["arrête", "arrêtez", "arrêter"], Ops::STOP),
        ("démarr", &["démarre", "démarrer"], Ops::START),
        ("annul", &["annule", "annulez", "annuler"], Ops::KILL.or(Ops::STOP)),
        ("ferm", &["ferme", "fermez", "fermer"], Ops::SEND),
    ],
    asks: &[
        "merci de",
        "il faut",
        "tu peux",
        "vous pouvez",
        "je veux que tu",
        "je voudrais",
        "s'il te plaît",
        "s'il vous plaît",
        "veuillez",
        "tu dois",
    ],
    polite: &["peux-tu", "pourrais-tu", "pouvez-vous", "pourriez-vous", "tu peux"],
    unsure: &[
        "si",
        "quand",
        "lorsque",
        "dès",
        "a",
        "ont",
        "été",
        "pourquoi",
        "comment",
        "peut-être",
        "faut-il",
        "après",
    ],
    openers: &["oui", "ok", "maintenant", "alors", "et", "puis", "svp", "stp", "merci", "vas-y", "donc", "d'accord"],
    any: &["rien", "tout", "quoi"],
    more: &lexicon::FRENCH,
};

const SPANISH: Language = Language {
    no: &["no", "nunca", "jamás", "ningún", "ninguna", "nada", "sin", "deja", "dejes", "ni"],
    hints: &[
        "la", "el", "los", "las", "una", "por", "favor", "que", "nada", "sin", "nunca", "hagas", "y", "del", "ningún",
        "haga",
    ],
    ops: &[
        ("borr", &["borra", "borre", "borrar", "bórrala", "bórralo", "borres"], Ops::DELETE),
        ("elimin", &["elimina", "elimine", "eliminar", "elimínala", "elimines"], Ops::DELETE),
        ("push", &["push", "pushea", "pushear"], Ops::PUSH),
        ("sub", &["sube", "suba", "subir"], Ops::PUSH.or(Ops::SEND)),
        ("commit", &["commit", "commitea"], Ops::COMMIT),
        ("fusion", &["fusiona", "fusione", "fusionar"], Ops::MERGE),
        ("despl", &["despliega", "despliegue", "desplegar"], Ops::DEPLOY),
        ("publi", &["publica", "publique", "publicar"], Ops::PUBLISH),
        ("instal", &["instala", "instale", "instalar"], Ops::INSTALL),
        ("modifi", &["modifica", "modifique", "modificar"], CHANGE),
        ("cambi", &["cambia", "cambie", "cambiar"], CHANGE),
        ("toque", &[], CHANGE),
        ("toca", &[], CHANGE),
        ("paz", &[], CHANGE),
        ("det", &["detén", "detener"], Ops::STOP),
        ("par", &["para", "parar"], Ops::STOP),
        ("cancel", &["cancela", "cancele", "cancelar"], Ops::KILL.or(Ops::STOP)),
        ("cierr", &["cierra", "cierre"], Ops::SEND),
    ],
    asks: &["por favor", "puedes", "quiero que", "tienes que", "hay que", "necesito que"],
    polite: &["puedes", "podrías", "puede", "podría"],
    unsure: &[
        "si",
        "cuando",
        "ha",
        "han",
        "fue",
        "por qué",
        "cómo",
        "quizás",
        "tal",
        "después",
        "debería",
        "deberíamos",
    ],
    openers: &["sí", "ok", "ahora", "entonces", "y", "vale", "luego", "bien"],
    any: &["nada", "todo", "algo"],
    more: &lexicon::SPANISH,
};

const PORTUGUESE: Language = Language {
    no: &["não", "nao", "nunca", "jamais", "nenhum", "nenhuma", "nada", "sem", "deixe", "deixa"],
    hints: &[
        "não", "nao", "pode", "podem", "devem", "ser", "favor", "uma", "os", "nada", "sem", "faça", "nunca", "nenhum",
        "você", "para",
    ],
    ops: &[
        ("apag", &["apague", "apaga", "apagar"], Ops::DELETE),
        ("exclu", &["exclua", "exclui", "excluir"], Ops::DELETE),
        ("delet", &["deleta", "deletar", "delete"], Ops::DELETE),
        ("remov", &["remova", "remove", "remover"], Ops::DELETE),
        ("push", &["push"], Ops::PUSH),
        ("envi", &["envie", "envia", "enviar"], Ops::PUSH.or(Ops::SEND)),
        ("commit", &["commit"], Ops::COMMIT),
        ("mescl", &["mescle", "mescla", "mesclar"], Ops::MERGE),
        ("implant", &["implante", "implantar"], Ops::DEPLOY),
        ("public", &["publique", "publica", "publicar"], Ops::PUBLISH),
        ("instal", &["instale", "instala", "instalar"], Ops::INSTALL),
        ("modifi", &["modifique", "modificar"], CHANGE),
        ("alter", &["altere", "alterar"], CHANGE),
        ("mud", &["mude", "mudar"], CHANGE),
        ("mex", &[], CHANGE),
        ("toque", &[], CHANGE),
        ("paz", &[], CHANGE),
        ("cancel", &["cancele", "cancela", "cancelar"], Ops::KILL.or(Ops::STOP)),
        ("fech", &["feche", "fecha", "fechar"], Ops::SEND),
        ("pare", &["pare", "parar"], Ops::STOP),
    ],
    asks: &["por favor", "pode", "você pode", "quero que", "preciso que"],
    polite: &["você pode", "pode", "poderia", "você poderia"],
    unsure: &["se", "quando", "foi", "por que", "como", "talvez", "depois", "devemos"],
    openers: &["sim", "ok", "agora", "então", "e", "depois", "certo"],
    any: &["nada", "tudo", "algo"],
    more: &lexicon::PORTUGUESE,
};

const ITALIAN: Language = Language {
    no: &["non", "mai", "nessun", "nessuna", "niente", "nulla", "senza", "lascia", "lasciare"],
    hints: &["il", "lo", "gli", "favore", "niente", "nulla", "senza", "mai", "non", "fare", "di", "che", "la", "un"],
    ops: &[
        ("elimin", &["elimina", "elimini", "eliminare"], Ops::DELETE),
        ("cancell", &["cancella", "cancelli", "cancellare"], Ops::DELETE),
        ("rimuov", &["rimuovi", "rimuova", "rimuovere"], Ops::DELETE),
        ("push", &["push", "pusha", "pushare"], Ops::PUSH),
        ("commit", &["commit", "committa", "committare"], Ops::COMMIT),
        ("unir", &["unisci", "unire"], Ops::MERGE),
        ("merg", &["mergia", "merge"], Ops::MERGE),
        ("rilasci", &["rilascia", "rilasciare"], Ops::DEPLOY.or(Ops::PUBLISH)),
        ("pubblic", &["pubblica", "pubblicare"], Ops::PUBLISH),
        ("install", &["installa", "installare"], Ops::INSTALL),
        ("modific", &["modifica", "modificare"], CHANGE),
        ("cambi", &["cambia", "cambiare"], CHANGE),
        ("tocc", &[], CHANGE),
        ("stare", &[], CHANGE),
        ("ferm", &["ferma", "fermare"], Ops::STOP),
        ("annull", &["annulla", "annullare"], Ops::KILL.or(Ops::STOP)),
        ("chiud", &["chiudi", "chiudere"], Ops::SEND),
    ],
    asks: &["per favore", "puoi", "voglio che", "devi", "bisogna"],
    polite: &["puoi", "potresti", "può", "potrebbe"],
    unsure: &["se", "quando", "ha", "hanno", "perché", "come", "forse", "dopo", "dovremmo", "stato"],
    openers: &["sì", "ok", "ora", "adesso", "allora", "e", "poi", "bene"],
    any: &["niente", "nulla", "tutto", "qualcosa"],
    more: &lexicon::NONE,
};

const DUTCH: Language = Language {
    no: &["niet", "nooit", "geen", "niets", "zonder", "laat", "blijf"],
    hints: &["het", "een", "niet", "geen", "niets", "zonder", "nooit", "alsjeblieft", "graag", "en", "op", "niks"],
    ops: &[
        ("verwijder", &["verwijder", "verwijderen"], Ops::DELETE),
        ("wis", &["wis", "wissen"], Ops::DELETE),
        ("push", &["push", "pushen"], Ops::PUSH),
        ("commit", &["commit", "committen"], Ops::COMMIT),
        ("merg", &["merge", "mergen"], Ops::MERGE),
        ("deploy", &["deploy", "deployen"], Ops::DEPLOY),
        ("publice", &["publiceer", "publiceren"], Ops::PUBLISH),
        ("installe", &["installeer", "installeren"], Ops::INSTALL),
        ("wijzig", &["wijzig", "wijzigen"], CHANGE),
        ("verander", &["verander", "veranderen"], CHANGE),
        ("aanrak", &[], CHANGE),
        ("raak", &[], CHANGE),
        ("rust", &[], CHANGE),
        ("blijf", &[], CHANGE),
        ("stop", &["stop", "stoppen"], Ops::STOP),
        ("annule", &["annuleer", "annuleren"], Ops::KILL.or(Ops::STOP)),
        ("sluit", &["sluit", "sluiten"], Ops::SEND),
    ],
    asks: &["alsjeblieft", "graag", "je mag", "je kunt", "ik wil dat je", "we moeten", "laten we"],
    polite: &["kun je", "kan je", "zou je", "wil je", "kunt u"],
    unsure: &[
        "als",
        "wanneer",
        "zodra",
        "heeft",
        "hebben",
        "werd",
        "waarom",
        "hoe",
        "misschien",
        "of",
        "nadat",
        "moeten we",
    ],
    openers: &["ja", "ok", "nu", "dan", "en", "oké", "goed"],
    any: &["niets", "alles", "iets"],
    more: &lexicon::NONE,
};

/// What takes a request back, as a clause of its own.
const TAKES_BACK: &[&str] = &[
    "doch nicht",
    "lieber nicht",
    "lass es",
    "lass das",
    "vergiss es",
    "vergiss das",
    "schon gut",
    "warte",
    "halt",
    "stopp",
    "moment",
    "laisse tomber",
    "oublie",
    "finalement non",
    "en fait non",
    "attends",
    "annule ça",
    "olvídalo",
    "mejor no",
    "espera",
    "déjalo",
    "deixa pra lá",
    "esquece",
    "melhor não",
    "lascia stare",
    "lascia perdere",
    "meglio di no",
    "aspetta",
    "laat maar",
    "toch niet",
    "wacht",
    "liever niet",
    "算了",
    "等等",
    "先别",
    "やっぱりやめて",
    "やめて",
    "待って",
    "не надо",
    "подожди",
    "отмена",
    "забудь",
    "nieważne",
    "czekaj",
    "jednak nie",
    "glöm det",
    "vänta",
    "boş ver",
    "vazgeç",
    "bekle",
];

/// Whether a clause of this text, in small letters, takes back what was asked for before.
pub(super) fn takes_back(text: &str) -> bool {
    let clauses = text.split(['.', ',', '!', '，', '、', '—']).map(str::trim);
    clauses.into_iter().any(|clause| TAKES_BACK.contains(&clause))
}

/// Chinese and Japanese have no blanks: what is before and behind an operation's characters decides.
const CHINESE: &[(&str, Ops)] = &[
    ("可以删", Ops::DELETE),
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

const JAPANESE: &[(&str, Ops)] = &[
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

const KOREAN: &[(&str, Ops)] = &[
    ("삭제", Ops::DELETE),
    ("제거", Ops::DELETE),
    ("지우", Ops::DELETE),
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

/// Reads a sentence that is no English request or prohibition.
pub fn read(sentence: &Sentence, tokens: &[Token], out: &mut Vec<Statement>) {
    if tokens.iter().any(|t| t.kind == Kind::Quote) {
        return;
    }
    let text = sentence.text.to_lowercase();
    let found = if text.chars().any(is_hangul) {
        korean(&text, sentence.asks)
    } else if text.chars().any(is_kana) {
        japanese(&text, sentence.asks)
    } else if text.chars().any(is_han) {
        chinese(&text, sentence.asks)
    } else {
        LANGUAGES.iter().chain(tongues::MORE).find_map(|l| l.read(&text, tokens, sentence.asks))
    };
    let Some((mood, ops, general)) = found else { return };
    let mut object = if general { Vec::new() } else { spread(tokens) };
    for item in &sentence.items {
        object.extend(super::token::tokens(item));
    }
    out.push(Statement { loose: true, ..Statement::plain(mood, ops, object, false) });
}

impl Language {
    fn read(&self, text: &str, tokens: &[Token], asks: bool) -> Option<(Mood, Ops, bool)> {
        let w: Vec<&str> = tokens.iter().map(Token::word).collect();
        let says = |list: &[&str]| {
            w.iter()
                .any(|t| list.contains(t) || t.split_once('\'').is_some_and(|(a, _)| a == "n" && list.contains(&"n'")))
        };
        if !self.is_spoken(&w) {
            return None;
        }
        let ops = self.stems(&w);
        let general = says(self.any) || names_nothing(tokens);
        // Of the Iberian languages one negates with `no`, the other says `in the` by it; behind an imperative it is the second.
        let place = w.first().is_some_and(|f| self.stem(f).is_some()) && w.iter().skip(1).any(|t| *t == "no");
        let refuses = w.iter().any(|t| *t != "no" && self.no.contains(t));
        if says(self.no) && (refuses || !place) {
            let strong = !asks && !self.reports(&w);
            return ops.filter(|_| strong).map(|o| (Mood::Forbid, o, general));
        }
        if says(self.unsure) {
            return None;
        }
        self.request(text, &w, asks).map(|o| (Mood::Ask, o, false))
    }

    /// `es hat nichts gelöscht`, `je n'ai pas supprimé`: tells, forbids nothing.
    fn reports(&self, w: &[&str]) -> bool {
        let told = [
            "hat", "haben", "habe", "wurde", "ai", "a", "ont", "ha", "han", "he", "foi", "ho", "heeft", "hebben",
            "heb", "werd", "es", "er", "il", "ist",
        ];
        let needs = w.iter().any(|t| matches!(*t, "faut" | "hay" | "deve" | "devem" | "debe" | "deben" | "doit"));
        // The article `a` begins, the auxiliary does not.
        let told = |(at, t): (usize, &&str)| told.contains(t) && (at > 0 || *t != "a");
        w.iter().enumerate().take(3).any(told) && !needs
            || w.iter().any(|t| matches!(*t, "warum" | "pourquoi" | "perché" | "waarom"))
    }

    /// A small word of this language, or a form of an operation that no English word is.
    fn is_spoken(&self, w: &[&str]) -> bool {
        let own = |t: &&str| {
            let stem = |(stem, forms, _): &(&str, &[&str], Ops)| {
                forms.contains(t) || stem.len() >= STEM && t.starts_with(stem)
            };
            self.ops().any(stem) && words::of_word(t).is_none()
        };
        w.iter().any(|t| self.hints.contains(t) || own(t))
    }

    fn ops(&self) -> impl Iterator<Item = &(&'static str, &'static [&'static str], Ops)> {
        self.more.ops.iter().chain(self.ops)
    }

    fn stem(&self, word: &str) -> Option<Ops> {
        self.ops()
            .find(|(stem, forms, _)| {
                word.starts_with(stem) && (stem.len() > 3 || forms.contains(&word) || word == *stem)
            })
            .map(|(_, _, ops)| *ops)
    }

    fn stems(&self, w: &[&str]) -> Option<Ops> {
        let found = w.iter().filter_map(|t| self.stem(t)).fold(Ops::NONE, Ops::or);
        Some(found).filter(|o| !o.is_empty())
    }

    /// The operation in one of its asking forms: at the head, or behind a beginning that asks.
    fn request(&self, text: &str, w: &[&str], asks: bool) -> Option<Ops> {
        let form = |t: &str| self.ops().find(|(_, forms, _)| forms.contains(&t)).map(|(_, _, o)| *o);
        let first = w.iter().position(|t| !self.openers.contains(t) && !matches!(*t, "," | ":"))?;
        let opened = text.trim_start_matches(['¿', '¡', ' ']);
        let lead = |list: &[&str]| list.iter().any(|l| opened.starts_with(l) || opened.contains(&format!(" {l} ")));
        if asks {
            let polite = self.polite.iter().any(|l| opened.starts_with(l));
            return if polite { w.iter().find_map(|t| form(t)) } else { None };
        }
        let last = w.iter().rev().find(|t| !matches!(**t, "" | "," | "bitte"))?;
        let two = self.more.pairs.iter().find(|(a, b, _)| w.get(first) == Some(a) && b == last);
        if let Some((_, _, ops)) = two {
            return Some(*ops);
        }
        if let Some((_, ops)) = self.more.passive.iter().find(|(p, _)| text.contains(p)) {
            return Some(*ops);
        }
        if let Some(ops) = form(w.get(first)?) {
            return Some(ops);
        }
        if lead(self.more.asks) || lead(self.asks) || self.polite.iter().any(|l| opened.starts_with(l)) {
            return w.iter().find_map(|t| form(t));
        }
        None
    }
}

/// A stem of so many bytes is told from other languages' words.
const STEM: usize = 7;

/// No name and no kind of thing: the prohibition is about all.
fn names_nothing(tokens: &[Token]) -> bool {
    let special = |t: &Token| {
        t.kind == Kind::Name
            || nouns::kinds(t.word()) != 0
            || nouns::label(t.word()).is_some()
            || t.text.contains(['/', '_', '.']) && t.text.len() > 1
            || t.text.contains(|c: char| c.is_ascii_digit())
            || matches!(t.word(), "main" | "master")
    };
    !tokens.iter().any(special)
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn chinese(text: &str, asks: bool) -> Option<(Mood, Ops, bool)> {
    let no = ["不要", "别", "勿", "禁止", "不准", "不许", "不能", "不可", "无需", "不用", "不得", "千万不"];
    for n in no {
        let Some((_, behind)) = text.split_once(n) else { continue };
        let near: String = behind.chars().take(12).collect();
        if let Some((_, ops)) = CHINESE.iter().find(|(o, _)| near.contains(o)) {
            let rest = CHINESE.iter().fold(behind.to_owned(), |text, (o, _)| text.replace(o, ""));
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
        CHINESE.iter().filter(|(o, _)| o.chars().count() > 1).find_map(|(o, ops)| Some((text.find(o)?, *ops)))?;
    let asked = at == 0
        || ["可以删", "帮我", "删了吧", "删掉吧"].iter().any(|a| text.contains(a))
        || ["请", "帮", "麻烦", "把", "将", "现在", "好", "可以", "直接"].iter().any(|l| text.starts_with(l));
    let past = text.get(at..).is_some_and(|t| t.chars().skip(2).take(1).any(|c| c == '了')) && !text.contains("可以");
    (asked && !past).then_some((Mood::Ask, ops, false))
}

fn korean(text: &str, asks: bool) -> Option<(Mood, Ops, bool)> {
    let (at, ops) = KOREAN.iter().find_map(|(o, ops)| Some((text.find(o)? + o.len(), *ops)))?;
    let behind = text.get(at..)?;
    let no = ["지 마", "지마", "지 말", "지말", "금지", "안 돼", "안돼", "하면 안"];
    if no.iter().any(|n| behind.contains(n)) && !asks {
        let general = !text.chars().any(|c| c.is_ascii_alphanumeric());
        return Some((Mood::Forbid, ops, general || text.contains("아무")));
    }
    let unsure = ["까요", "나요", "했", "되었", "면 ", "만약", "왜", "어떻게", "것 같", "될까", "할까"];
    if unsure.iter().any(|u| text.contains(u)) || asks && !behind.contains("줄래") && !behind.contains("주세요") {
        return None;
    }
    let asked = ["해 줘", "해줘", "해주세요", "해 주세요", "하세요", "해라", "부탁", "해 주", "해도 돼", "해도 됩니다"];
    asked.iter().any(|a| behind.contains(a)).then_some((Mood::Ask, ops, false))
}

fn japanese(text: &str, asks: bool) -> Option<(Mood, Ops, bool)> {
    let (at, ops) = JAPANESE.iter().find_map(|(o, ops)| Some((text.find(o)? + o.len(), *ops)))?;
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
fn spread(tokens: &[Token]) -> Vec<Token> {
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
