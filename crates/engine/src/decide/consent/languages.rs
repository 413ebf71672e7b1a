//! Requests and prohibitions in other languages than English: a prohibition is a negation with an operation; a request
//! only counts in its plainest forms. What is not clearly one is none, and the user is asked.

use super::lexicon::{self, More};
use super::nouns;
use super::read::{Mood, Statement};
use super::scripts;
use super::text::Sentence;
use super::token::{Kind, Token};
use super::tongues;
use super::vocabulary;
use super::wide;
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
    /// Several words that are harmless together, though they negate: `wird nicht mehr gebraucht`.
    pub(super) phrases: &'static [&'static str],
    /// The operation stands at the end.
    pub(super) last: bool,
    /// What of it is told in `lexicon`.
    pub(super) more: &'static More,
}

/// Any change.
pub(super) const CHANGE: Ops = Ops::TOUCH.or(Ops::EDIT);

const LANGUAGES: &[Language] = &[GERMAN, FRENCH, SPANISH, PORTUGUESE, ITALIAN, DUTCH];

pub(super) const GERMAN: Language = Language {
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
        ("lösch", &["lösch", "lösche", "löschen", "löscht", "löschst", "lösch'"], Ops::DELETE),
        ("entfern", &["entferne", "entfernen", "entfern", "entfernst"], Ops::DELETE),
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
        "ich möchte dass du",
        "ich will dass du",
        "dass du",
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
    openers: &[
        "bitte", "hallo", "hi", "hey", "moin", "danke", "jetzt", "ja", "ok", "okay", "dann", "und", "also", "gut",
        "nun",
    ],
    any: &["nichts", "alles", "irgendetwas", "etwas", "irgendwas"],
    phrases: vocabulary::GERMAN_PHRASES,
    last: false,
    more: &lexicon::GERMAN,
};

pub(super) const FRENCH: Language = Language {
    no: &["ne", "n'", "pas", "jamais", "aucun", "aucune", "rien", "sans", "laisse", "laissez"],
    hints: &[
        "la", "le", "les", "des", "du", "une", "pas", "ne", "sans", "rien", "te", "plaît", "ce", "cette", "et", "je",
        "tu", "surtout", "jamais", "de",
    ],
    ops: &[
        ("supprim", &["supprime", "supprimez", "supprimer", "supprimes"], Ops::DELETE),
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
        "je veux que tu",
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
    openers: &[
        "bonjour",
        "salut",
        "oui",
        "ok",
        "maintenant",
        "alors",
        "et",
        "puis",
        "svp",
        "stp",
        "merci",
        "vas-y",
        "donc",
        "d'accord",
    ],
    any: &["rien", "tout", "quoi"],
    phrases: vocabulary::FRENCH_PHRASES,
    last: false,
    more: &lexicon::FRENCH,
};

pub(super) const SPANISH: Language = Language {
    no: &["no", "nunca", "jamás", "ningún", "ninguna", "nada", "sin", "deja", "dejes", "ni"],
    hints: &[
        "la", "el", "los", "las", "una", "por", "favor", "que", "nada", "sin", "nunca", "hagas", "y", "del", "ningún",
        "haga",
    ],
    ops: &[
        ("borr", &["borra", "borre", "borrar", "bórrala", "bórralo", "borres", "borras"], Ops::DELETE),
        ("elimin", &["elimina", "elimine", "eliminar", "elimínala", "elimínalo", "elimines"], Ops::DELETE),
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
    asks: &["por favor", "puedes", "quiero que", "tienes que", "hay que", "necesito que", "favor de"],
    polite: &["puedes", "podrías", "puede", "podría", "me borras", "me eliminas"],
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
    openers: &["hola", "sí", "ok", "ahora", "entonces", "y", "vale", "luego", "bien"],
    any: &["nada", "todo", "algo"],
    phrases: vocabulary::SPANISH_PHRASES,
    last: false,
    more: &lexicon::SPANISH,
};

pub(super) const PORTUGUESE: Language = Language {
    no: &["não", "nao", "nunca", "jamais", "nenhum", "nenhuma", "nada", "sem", "deixe", "deixa"],
    hints: &[
        "não", "nao", "pode", "podem", "devem", "ser", "favor", "uma", "os", "nada", "sem", "faça", "nunca", "nenhum",
        "você", "para",
    ],
    ops: &[
        ("apag", &["apague", "apaga", "apagar", "apagues"], Ops::DELETE),
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
    asks: &["por favor", "pode", "você pode", "você deve", "quero que", "preciso que", "favor"],
    polite: &["você pode", "pode", "poderia", "você poderia"],
    unsure: &["se", "quando", "foi", "por que", "como", "talvez", "depois", "devemos"],
    openers: &["olá", "oi", "sim", "ok", "agora", "então", "e", "depois", "certo"],
    any: &["nada", "tudo", "algo"],
    phrases: vocabulary::PORTUGUESE_PHRASES,
    last: false,
    more: &lexicon::PORTUGUESE,
};

pub(super) const ITALIAN: Language = Language {
    no: &["non", "mai", "nessun", "nessuna", "niente", "nulla", "senza", "lascia", "lasciare"],
    hints: &["il", "lo", "gli", "favore", "niente", "nulla", "senza", "mai", "non", "fare", "di", "che", "la", "un"],
    ops: &[
        ("elimin", &["elimina", "elimini", "eliminare", "eliminate"], Ops::DELETE),
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
    asks: &["per favore", "puoi", "voglio che", "devi", "bisogna", "si prega di"],
    polite: &["puoi", "potresti", "può", "potrebbe"],
    unsure: &["se", "quando", "ha", "hanno", "perché", "come", "forse", "dopo", "dovremmo", "stato"],
    openers: &["ciao", "salve", "sì", "ok", "ora", "adesso", "allora", "e", "poi", "bene"],
    any: &["niente", "nulla", "tutto", "qualcosa"],
    phrases: vocabulary::ITALIAN_PHRASES,
    last: false,
    more: &lexicon::ITALIAN,
};

pub(super) const DUTCH: Language = Language {
    no: &["niet", "nooit", "geen", "niets", "zonder", "laat", "blijf"],
    hints: &[
        "het",
        "een",
        "niet",
        "geen",
        "niets",
        "zonder",
        "nooit",
        "alsjeblieft",
        "graag",
        "en",
        "op",
        "niks",
        "weg",
        "je",
    ],
    ops: &[
        ("verwijder", &["verwijder", "verwijderen", "verwijdert"], Ops::DELETE),
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
    asks: &["alsjeblieft", "graag", "gelieve", "je mag", "je kunt", "ik wil dat je", "dat je", "we moeten", "laten we"],
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
    openers: &["hoi", "hallo", "ja", "ok", "nu", "dan", "en", "oké", "goed"],
    any: &["niets", "alles", "iets"],
    phrases: vocabulary::DUTCH_PHRASES,
    last: false,
    more: &lexicon::DUTCH,
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

/// Reads a sentence in a language without blanks: words of the command in it are no English verbs.
pub(super) fn read_wide(sentence: &Sentence, tokens: &[Token], out: &mut Vec<Statement>) {
    if scripts::is_wide(&sentence.text) {
        read(sentence, tokens, out);
    }
}

/// Reads a sentence that is no English request or prohibition.
pub fn read(sentence: &Sentence, tokens: &[Token], out: &mut Vec<Statement>) {
    if tokens.iter().any(|t| t.kind == Kind::Quote) {
        return;
    }
    let text = sentence.text.to_lowercase();
    if scripts::is_wide(&text) && !sentence.asks && wide::in_parts(&sentence.text, tokens, out) {
        return;
    }
    let found = if scripts::is_wide(&text) {
        wide::read(&text, sentence.asks)
    } else {
        LANGUAGES.iter().chain(tongues::MORE).find_map(|l| l.read(&text, tokens, sentence.asks))
    };
    let Some((mood, ops, general)) = found else { return };
    let mut object = if general { Vec::new() } else { wide::spread(tokens) };
    for item in &sentence.items {
        object.extend(super::token::tokens(item));
    }
    out.push(Statement { loose: true, ..Statement::plain(mood, ops, object, false) });
}

impl Language {
    fn read(&self, text: &str, tokens: &[Token], asks: bool) -> Option<(Mood, Ops, bool)> {
        let all: Vec<&str> = tokens.iter().map(Token::word).collect();
        if !self.is_spoken(&all) {
            return None;
        }
        let plain = self.without_phrases(&all);
        let w: Vec<&str> = plain.split(' ').filter(|t| !t.is_empty()).collect();
        let says = |list: &[&str]| {
            w.iter()
                .any(|t| list.contains(t) || t.split_once('\'').is_some_and(|(a, _)| a == "n" && list.contains(&"n'")))
        };
        let ops = self.stems(&all);
        let general = says(self.any) || names_nothing(tokens);
        // Of the Iberian languages one negates with `no`, the other says `in the` by it; behind an imperative it is the second.
        let place = w.first().is_some_and(|f| self.stem(f).is_some()) && w.iter().skip(1).any(|t| *t == "no");
        let refuses = w.iter().any(|t| *t != "no" && self.no.contains(t));
        // `не мог бы ты …?`
        let polite = asks && self.polite.iter().any(|l| l.contains(' ') && text.starts_with(l));
        if says(self.no) && !polite && (refuses || !place) {
            let strong = !asks && !self.reports(&w);
            return ops.filter(|_| strong).map(|o| (Mood::Forbid, o, general));
        }
        if says(self.unsure) {
            return None;
        }
        self.request(text, &all, asks).or_else(|| self.in_clause(tokens, asks)).map(|o| (Mood::Ask, o, false))
    }

    /// The words, the harmless phrases taken out.
    pub(super) fn without_phrases(&self, words: &[&str]) -> String {
        let mut text = format!(" {} ", words.join(" "));
        for phrase in self.phrases {
            let padded = format!(" {phrase} ");
            while text.contains(&padded) {
                text = text.replacen(&padded, " ", 1);
            }
        }
        text
    }

    /// `er hängt: lösche ihn`: the clause that asks stands behind others.
    fn in_clause(&self, tokens: &[Token], asks: bool) -> Option<Ops> {
        let clauses = tokens.split(|t| t.kind == Kind::Mark).filter(|c| !c.is_empty());
        clauses.rev().filter(|_| !asks).find_map(|c| {
            let w: Vec<&str> = c.iter().map(Token::word).collect();
            self.request(&w.join(" "), &w, asks)
        })
    }

    /// The operation of which this is a form that asks, with a pronoun behind it or without: `supprime-le`, `eliminalo`.
    pub(super) fn form(&self, word: &str) -> Option<Ops> {
        const PRONOUNS: &[&str] = &["le", "la", "les", "o", "a", "os", "as", "lo", "los", "las", "moi", "me"];
        let form = |t: &str| self.ops().find(|(_, forms, _)| forms.contains(&t)).map(|(_, _, o)| *o);
        let apart = || word.split_once('-').filter(|(_, p)| PRONOUNS.contains(p)).and_then(|(verb, _)| form(verb));
        let joined = || {
            let verb = ["lo", "la", "li", "los", "las"].iter().find_map(|p| word.strip_suffix(p))?;
            form(verb).filter(|_| verb.len() > 4)
        };
        form(word).or_else(apart).or_else(joined)
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
            (self.ops().any(stem) || self.form(t).is_some()) && words::of_word(t).is_none()
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
        let form = |t: &str| self.form(t);
        let first = w.iter().position(|t| !self.openers.contains(t) && !matches!(*t, "," | ":"))?;
        let opened = text.trim_start_matches(['¿', '¡', ' ']);
        let lead = |list: &[&str]| {
            list.iter().any(|l| opened.starts_with(l) || format!("{opened} ").contains(&format!(" {l} ")))
        };
        if self.last
            && let Some(ops) = self.final_form(w)
        {
            return Some(ops);
        }
        if asks {
            // `hola, ¿puedes …?`
            let said = w.get(first..).unwrap_or_default().join(" ");
            let said = said.trim_start_matches(['¿', '¡']);
            let polite = self.polite.iter().any(|l| opened.starts_with(l) || said.starts_with(l));
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
        // `Pod a löschen`: the infinitive at the end.
        let noun = |t: &&str| matches!(*t, "den" | "die" | "das" | "de" | "het") || nouns::kinds(t) != 0;
        form(last).filter(|_| last.ends_with("en") && w.get(first).is_some_and(noun))
    }
}

impl Language {
    /// `a dalını sil`, `a dalını siler misin`: the operation where the verb stands last.
    fn final_form(&self, w: &[&str]) -> Option<Ops> {
        let small = |t: &&&str| !matches!(**t, "misin" | "mısın" | "misiniz") && !self.openers.contains(*t);
        w.iter().rev().find(small).and_then(|t| self.form(t))
    }
}

/// It asks for an operation in one of these languages.
pub(super) fn is_form(word: &str) -> bool {
    LANGUAGES.iter().any(|l| l.form(word).is_some())
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
