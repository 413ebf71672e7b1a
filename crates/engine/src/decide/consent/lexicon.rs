//! More words of the languages that `languages` reads: operations by which the rules are lifted, verbs of two parts, and what
//! is permitted of a thing (`der Branch kann weg`). Data only.

use super::words::Ops;

/// What a language has besides its first table.
pub(super) struct More {
    /// Stems, asking forms, operations.
    pub(super) ops: &'static [(&'static str, &'static [&'static str], Ops)],
    /// A verb whose second part stands at the end of the sentence.
    pub(super) pairs: &'static [(&'static str, &'static str, Ops)],
    /// What may or shall become of a thing.
    pub(super) passive: &'static [(&'static str, Ops)],
    /// Beginnings of requests behind which a noun is the operation.
    pub(super) asks: &'static [&'static str],
}

/// Nothing more.
pub(super) const NONE: More = More { ops: &[], pairs: &[], passive: &[], asks: &[] };

const END: Ops = Ops::KILL.or(Ops::STOP);

pub(super) const GERMAN: More = More {
    ops: &[
        ("gelösch", &[], Ops::DELETE),
        ("entfernt", &[], Ops::DELETE),
        ("bleib", &[], Ops::DELETE.or(Ops::TOUCH).or(Ops::EDIT)),
        ("behalt", &[], Ops::DELETE),
        ("leere", &["leere", "leeren"], Ops::DELETE),
        ("entzieh", &["entzieh", "entziehe", "entziehen"], Ops::GRANT.or(Ops::DELETE)),
        ("pausier", &["pausiere", "pausieren"], Ops::STOP),
        ("skalier", &["skaliere", "skalieren", "skalier"], Ops::APPLY),
        ("neustart", &["neustarten"], Ops::RESTART),
        ("starten", &[], Ops::RESTART.or(Ops::START)),
        ("halte", &[], Ops::STOP),
        ("anhalt", &["anhalten"], Ops::STOP),
        ("abschalt", &["abschalten"], Ops::STOP.or(Ops::WEAKEN)),
        ("deaktivier", &["deaktiviere", "deaktivieren"], Ops::STOP.or(Ops::WEAKEN)),
        ("widerruf", &["widerrufe", "widerrufen"], Ops::GRANT),
        ("rotier", &["rotiere", "rotieren"], Ops::SECRET),
        ("migrier", &["migriere", "migrieren"], Ops::MIGRATE),
        ("force-push", &["force-push", "force-pushe", "force-pushen"], Ops::FORCE),
        ("sende", &["sende", "senden"], Ops::SEND),
        ("verschick", &["verschicke", "verschicken"], Ops::SEND),
    ],
    pairs: &[
        ("halte", "an", Ops::STOP),
        ("halt", "an", Ops::STOP),
        ("wirf", "weg", Ops::DELETE),
        ("schmeiß", "weg", Ops::DELETE),
        ("starte", "neu", Ops::RESTART),
        ("brich", "ab", END),
        ("schalte", "ab", Ops::STOP.or(Ops::WEAKEN)),
        ("schalte", "aus", Ops::STOP.or(Ops::WEAKEN)),
        ("fahr", "herunter", Ops::STOP),
        ("fahre", "herunter", Ops::STOP),
        ("räum", "weg", Ops::DELETE),
    ],
    passive: &[
        ("kann weg", Ops::DELETE),
        ("soll gelöscht werden", Ops::DELETE),
        ("sollen gelöscht werden", Ops::DELETE),
        ("soll entfernt werden", Ops::DELETE),
        ("können weg", Ops::DELETE),
        ("muss weg", Ops::DELETE),
        ("müssen weg", Ops::DELETE),
        ("soll weg", Ops::DELETE),
        ("gelöscht werden", Ops::DELETE),
        ("entfernt werden", Ops::DELETE),
        ("gestoppt werden", Ops::STOP),
        ("abgebrochen werden", END),
        ("neu gestartet werden", Ops::RESTART),
    ],
    asks: &[],
};

pub(super) const FRENCH: More = More {
    ops: &[
        ("enlèv", &["enlève", "enlevez", "enlever"], Ops::DELETE),
        ("enlev", &["enlever", "enlevez"], Ops::DELETE),
        ("retire", &["retire", "retirez", "retirer"], Ops::DELETE),
        ("vide", &["vide", "videz", "vider"], Ops::DELETE),
        ("désinstall", &["désinstalle", "désinstallez", "désinstaller"], Ops::DELETE),
        ("redémarr", &["redémarre", "redémarrez", "redémarrer"], Ops::RESTART),
        ("relanc", &["relance", "relancez", "relancer"], Ops::RESTART.or(Ops::RUN)),
        ("stopp", &["stoppe", "stoppez", "stopper"], Ops::STOP),
        ("arrêt", &["arrête", "arrêtez", "arrêter"], Ops::STOP),
        ("désactiv", &["désactive", "désactivez", "désactiver"], Ops::STOP.or(Ops::WEAKEN)),
        ("tuer", &["tuer", "tuez"], Ops::KILL),
        ("tue", &["tue"], Ops::KILL),
        ("rédui", &["réduis", "réduisez", "réduire"], Ops::APPLY),
        ("augment", &["augmente", "augmentez"], Ops::APPLY),
        ("révoqu", &["révoque", "révoquez", "révoquer"], Ops::GRANT),
        ("migre", &["migre", "migrez", "migrer"], Ops::MIGRATE),
        ("envoi", &["envoie", "envoyez"], Ops::SEND),
        ("envoy", &["envoyer", "envoyez"], Ops::SEND),
    ],
    pairs: &[],
    passive: &[
        ("peut être supprimé", Ops::DELETE),
        ("peuvent être supprimé", Ops::DELETE),
        ("doit être supprimé", Ops::DELETE),
        ("doivent être supprimé", Ops::DELETE),
        ("peut être effacé", Ops::DELETE),
        ("peut être arrêté", Ops::STOP),
        ("peut être redémarré", Ops::RESTART),
    ],
    asks: &["fais", "faites"],
};

pub(super) const SPANISH: More = More {
    ops: &[
        ("quit", &["quita", "quite", "quitar", "quites"], Ops::DELETE),
        ("vací", &["vacía", "vacíe"], Ops::DELETE),
        ("vaci", &["vaciar"], Ops::DELETE),
        ("desinstal", &["desinstala", "desinstalar"], Ops::DELETE),
        ("reinici", &["reinicia", "reinicie", "reiniciar"], Ops::RESTART),
        ("mata", &["mata", "matar"], Ops::KILL),
        ("mates", &[], Ops::KILL),
        ("termin", &["termina", "termine", "terminar"], END),
        ("pares", &[], Ops::STOP),
        ("paren", &[], Ops::STOP),
        ("detén", &["detén"], Ops::STOP),
        ("deteng", &["detenga"], Ops::STOP),
        ("escal", &["escala", "escale", "escalar"], Ops::APPLY),
        ("desactiv", &["desactiva", "desactive", "desactivar"], Ops::STOP.or(Ops::WEAKEN)),
        ("revoc", &["revoca", "revoque", "revocar"], Ops::GRANT),
        ("revierte", &["revierte"], Ops::DISCARD),
        ("migr", &["migra", "migre", "migrar"], Ops::MIGRATE),
        ("envía", &["envía"], Ops::SEND),
        ("merge", &["merge"], Ops::MERGE),
        ("deploy", &["deploy"], Ops::DEPLOY),
        ("rollback", &["rollback"], Ops::DEPLOY.or(Ops::DISCARD)),
    ],
    pairs: &[],
    passive: &[
        ("se puede borrar", Ops::DELETE),
        ("se pueden borrar", Ops::DELETE),
        ("se puede eliminar", Ops::DELETE),
        ("se pueden eliminar", Ops::DELETE),
        ("puede ser eliminad", Ops::DELETE),
        ("debe ser eliminad", Ops::DELETE),
        ("debe ser borrad", Ops::DELETE),
        ("pueden ser eliminad", Ops::DELETE),
        ("hay que borrar", Ops::DELETE),
        ("hay que eliminar", Ops::DELETE),
        ("se puede parar", Ops::STOP),
        ("se puede reiniciar", Ops::RESTART),
    ],
    asks: &["haz", "haga"],
};

pub(super) const PORTUGUESE: More = More {
    ops: &[
        ("apag", &["apague", "apaga", "apagar"], Ops::DELETE),
        ("remov", &["remova", "remover"], Ops::DELETE),
        ("exclu", &["exclua", "exclui", "excluir"], Ops::DELETE),
        ("esvazi", &["esvazie", "esvazia", "esvaziar"], Ops::DELETE),
        ("desinstal", &["desinstale", "desinstalar"], Ops::DELETE),
        ("reinici", &["reinicie", "reinicia", "reiniciar"], Ops::RESTART),
        ("mate", &["mate"], Ops::KILL),
        ("encerr", &["encerre", "encerrar"], END),
        ("pare", &["pare"], Ops::STOP),
        ("escal", &["escale", "escala", "escalar"], Ops::APPLY),
        ("desativ", &["desative", "desativar"], Ops::STOP.or(Ops::WEAKEN)),
        ("revog", &["revogue", "revogar"], Ops::GRANT),
        ("revert", &["reverta", "reverter"], Ops::DISCARD),
        ("migr", &["migre", "migrar"], Ops::MIGRATE),
        ("envie", &["envie"], Ops::PUSH.or(Ops::SEND)),
        ("merge", &["merge"], Ops::MERGE),
        ("deploy", &["deploy"], Ops::DEPLOY),
        ("rollback", &["rollback"], Ops::DEPLOY.or(Ops::DISCARD)),
    ],
    pairs: &[],
    passive: &[
        ("pode ser apagad", Ops::DELETE),
        ("deve ser apagad", Ops::DELETE),
        ("deve ser excluíd", Ops::DELETE),
        ("podem ser apagad", Ops::DELETE),
        ("pode ser excluíd", Ops::DELETE),
        ("podem ser excluíd", Ops::DELETE),
        ("pode ser removid", Ops::DELETE),
        ("podem ser removid", Ops::DELETE),
        ("pode ser reiniciad", Ops::RESTART),
        ("pode ser parad", Ops::STOP),
    ],
    asks: &["faça", "faz"],
};

pub(super) const ITALIAN: More = More {
    ops: &[],
    pairs: &[],
    passive: &[
        ("può essere eliminat", Ops::DELETE),
        ("può essere cancellat", Ops::DELETE),
        ("deve essere eliminat", Ops::DELETE),
        ("va eliminat", Ops::DELETE),
        ("va cancellat", Ops::DELETE),
    ],
    asks: &[],
};

pub(super) const DUTCH: More = More {
    ops: &[],
    pairs: &[],
    passive: &[
        ("kan weg", Ops::DELETE),
        ("mag weg", Ops::DELETE),
        ("moet weg", Ops::DELETE),
        ("mag verwijderd worden", Ops::DELETE),
        ("kan verwijderd worden", Ops::DELETE),
        ("moet verwijderd worden", Ops::DELETE),
    ],
    asks: &[],
};

pub(super) const TURKISH: More = More {
    ops: &[],
    pairs: &[],
    passive: &[("silmeni istiyorum", Ops::DELETE), ("silmen gerekiyor", Ops::DELETE)],
    asks: &[],
};
