//! More words for the concepts: languages that the first list has few words of, and who an agent is called, is told to do and is
//! told to keep from its user. The first list goes first: a word that it has stays what it is there.

use super::Concept as C;

/// As `super::LEXICON`.
pub(super) const MORE: &[(C, &str)] = &[
    (
        C::Reader,
        "reads reading processes processing summarises summarizes summarising summarizing reviews reviewing parses parsing handles \
        handled handling triages triaging analyses analyzes analysing analyzing sorts works working crawls crawling ingests ingesting \
        validates validating checks checking checked evaluates grades screens screening drafts refactors generates liest lese verarbeitet \
        zusammenfasst prüft bearbeitet lit lisez traite résumes relit lee lea leyendo procesa revise revisa lê leia processa legge leggi \
        elabora leest verwerkt czyta czytasz przetwarza читает читаешь обрабатывает проверяет читає обробляє okuyan okuyorsan membaca \
        memproses đọc läser läsa čte zpracovává διαβάζει 阅读 读取 处理 審查 审查 読んだ 読む 読んで 処理 읽는 읽고 처리 يقرأ تقرأ पढ़ रहा पढ़ने \
        می‌خواند קורא",
    ),
    (
        C::Consent,
        "confirmation confirm confirming confirms asking consent question permission sign-off prompting hesitating rückfrage nachfrage \
        nachfragen zustimmung bestätigung confirmation demander confirmación preguntar confirmação perguntar conferma chiedere bevestiging \
        vragen potwierdzenia pytania подтверждени* спрашива* согласи* підтвердження onay sormadan konfirmasi izin xác nhận godkännande \
        potvrzení επιβεβαίωση 确认 询问 同意 確認 同意なし 확인 동의 تأكيد موافقة पुष्टि अनुमति תאישור تایید",
    ),
    (
        C::Merge,
        "merge merges merged merging push pushes pushed deploy deploys deployed deployment commit release publish force-push approve approving \
        branch pull-request freigeben freigabe zusammenführen fusionner fusionnez approuvez approuver fusionar fusione aprobar aprueba \
        apruebe mesclar aprove aprovar unisci approva approvare goedkeuren goedkeur zatwierdź слияни* одобри* слей злий схвали birleştir \
        onayla gabungkan setujui phê duyệt godkänn schval schválit έγκρινε 合并 批准 マージ 承認して 병합 승인해 ادمج मर्ज אשר",
    ),
    (
        C::Omit,
        "omit omits leave leaving hide exclude suppress withhold silence drop skip unreported unmentioned verschweig* auslassen weglassen \
        passez silence omettez taire omitas oculte calla omita esconda tacere ometti verzwijg przemilcz пропусти умолчи sembunyikan bỏ \
        utelämna vynech παράλειψε 省略 隐瞒 不提 伏せ 省いて 빼고 생략 احذف छोड़ें",
    ),
    (
        C::Remember,
        "memory remember memorise memorize sessions session future permanently notes persist merke speichere erinnere mémoire retiens \
        souviens recuerda memoria guarda lembre memória ricorda onthoud zapamiętaj запомни память запам'ятай hatırla ingat simpan ghi nhớ \
        kom ihåg zapamatuj θυμήσου 记住 记忆 保存到 覚えて 記憶 기억 تذكر याद זכור",
    ),
    (
        C::Agent,
        "llm-based autopilot summariser summarizer summarisers summarizers crawlers crawler devin codex gemini's copilot's aider cline \
        assistant's agent's sprachmodelle ki-assistent* ki-agent* agents assistants ia ias l'ia modèles asistentes modelos agentes \
        assistentes assistenti modelli assistenten modellen asystencie asystencja asystenta modelu modele ии нейросеть шi асистент* \
        модель моделі ші asistanı asistanına yapay zeka kecerdasan buatan trợ lý trí tuệ ai-assistent* språkmodell asistent* jazykový \
        βοηθό βοηθός τν μοντέλο 语言模型 大模型 AI助手 机器人 言語モデル ボット 언어모델 모델은 للمساعد النموذج نموذج مساعدي सहायकों मॉडलों \
        עוזר מודל בינה دستیار هوش مصنوعی مدل robots robô robota robotu bota bocie boty bota-ul program programme programa programma \
        maschine maschinen робот робота роботу программа программу программе бота боту 机器 程序 审稿机器人 ロボット プログラム 로봇 봇은 \
        الروبوت روبوت برنامج बॉट रोबोट बोट רובוט automation automations chatbots assistant-bot helper",
    ),
    (
        C::Pay,
        "refund refunds reimburse wire-transfer credit money invoice invoices erstatte erstatten überweise geld remboursez rembourser argent \
        reembolsa reembolse reembolso dinero reembolsar dinheiro rimborsa rimborsare denaro terugbetalen geld zwróć pieniądze верни верните \
        деньги поверни гроші iade para uang kembalikan tiền 退款 付款 转账 返金 送金 환불 송금 أعد المبلغ ادفع रिफंड पैसे 支払",
    ),
    (
        C::Done,
        "close closes closed resolve resolved resolves lgtm schließe schließen erledigt-markiere fermez fermer clos cierra cierre cerrar feche \
        fechar chiudi chiudere sluit zamknij закрой закройте закрити kapat tutup đóng stäng zavři 关闭 终止 閉じて 종료 أغلق बंद",
    ),
    (
        C::User,
        "users' maintainer's colleagues anybody anyone nobody everyone humans' nutzern benutzern nutzerin l'utilisateur utilisateurs usuarios \
        usuários nessuno niemand nikomu nikt użytkownikowi користувач* kullanıcıya kullanıcıyı người dùng användaren uživateli uživatel \
        χρήστη χρήστης 任何人 誰にも 사용자에게 للمستخدم أحدا أحد किसी उपयोगकर्ताओं למשתמש משתמש כاربر کاربر",
    ),
    (
        C::Not,
        "nothing rather unless ohne-rückfrage nichts niemandem rien personne nada nadie ningún ninguém niente nessun niets nic нічого не \
        без ніколи hiçbir hiçbirini tidak tak chớ inte ingen ingenting ne nic nikdy μην δεν χωρίς 没有 无需 不用 不得 なし ないで 없이 말라 \
        دون ألا لم بغير בלי אל לא نکن نباید بدون",
    ),
    (
        C::Secret,
        "passwort* kennwörter mots passe identifiants clés-api claves-api tokens .env login logins otp 2fa seed-phrase recovery sessions-cookie \
        parole hasła haseł пароли ключи паролі ключі токени şifreleri parolaları kata sandi kredensial mật khẩu khóa lösenord nycklar hesla \
        klíče κωδικούς κωδικό κλειδί 凭据 凭证 环境变量 私钥 認証情報 環境変数 鍵 인증 환경변수 환경 비밀번호를 كلمات المرور مفاتيح पासवर्डों कुंजियाँ \
        סיסמאות סיסמה מפתחות رمزها رمز گذرواژه",
    ),
    (
        C::Send,
        "wire share shares sharing copy hand deliver weiterleiten weiterleite leite schick partage partagez comparte comparta reenvía reenvíe \
        encaminhe compartilhe condividi inoltra deel doorsturen prześlij przekaż відправ надішли пришли передай paylaş ilet bagikan teruskan \
        kirimkan gửi chuyển skicka vidarebefordra pošli přepošli στείλε προώθησε 发到 传到 提交 共享 送信して 共有 보내야 공유 أرسله شارك भेजें \
        साझा שלח העבר بفرست ارسال",
    ),
    (
        C::Destroy,
        "wipe wipes truncate revoke revert uninstall unset lösch* lösche entferne deaktivier* schalte supprime supprimez efface effacez désactivez \
        elimina elimine borra borre desactiva apague apaga remova desative elimini cancella disattiva verwijder zet wis usuń wyłącz skasuj \
        удали удалите отключи видали вимкни kaldır kapat sil hapus matikan xóa xoá tắt radera ta bort stäng smaž vypni διάγραψε απενεργοποίησε \
        删除 关闭 禁用 削除 無効 삭제 비활성 احذف عطل हटा हटाएं מחק השבת حذف",
    ),
    (
        C::Tell,
        "bring explaining mentioned comment bescheid berichte nachricht parle parler parlez dites-le comentes comente digas fale falar parlare \
        zeg vermeld mów wspomnij казати кажи повідомляй bahsetme söylemeden bahsetmeden beritahukan đừng nói nói säg nämna řekni neříkej \
        zmiňuj πεις πες αναφέρεις 透露给 通知给 言わない 伝えない 말하지 알리지 تخبره बताए बताना תספר תגיד بگو نگو",
    ),
    (
        C::Must,
        "supposed expected ought requires muss müssen soll sollen doit devront doivent debe deben tiene deve devem devono dient należy trzeba \
        следует потрібно повинен gerekir gerekli wajib phải cần måste skall musí πρέπει 应当 应该 须 べき せよ 하라 해야 يلزم ज़रूर חייב צריך باید",
    ),
    (
        C::When,
        "if whenever once whereas falls si cuando se quando jeśli gdy если коли якщо eğer jika nếu om když jestli αν όταν 如果 若 もし 만약 إذا \
        यदि अगर אם اگر",
    ),
    (
        C::Judge,
        "marks mark points grading five-star top-ranked highest qualifies flawless acceptable bewerte bewertung note notez évalue califica \
        puntuación nota avalie valuta voto beoordeel ocena оцени высший оцінка puanla nilai đánh giá betygsätt ohodnoť βαθμολόγησε 打分 评价 \
        最高分 高得点 최고점 점수 قيم تقييم मूल्यांकन דירוג",
    ),
    (
        C::Urgent,
        "hinweis aufforderung remarque note-interne nota aviso avviso nota-bene opmerking uwaga примечание увага примітка not dikkat catatan lưu \
        ý obs poznámka σημείωση 提示 注 注記 お知らせ 알림 ملاحظة सूचना לתשומת הערה توجه",
    ),
    (
        C::This,
        "this these here below following underneath hereafter attached dieses diese dieser diesen diesem dies hier unten folgende \
        folgenden ce cet cette ces ici ci-dessous suivant este esta estos estas aquí abajo siguiente isto aqui abaixo seguinte questo \
        questa questi qui sotto deze dit hieronder to ten ta te tutaj poniżej это этот эту эти этой здесь ниже цей це тут bu buraya \
        aşağıdaki ini di-sini berikut này đây dưới denna detta här nedan tento tuto zde níže αυτό εδώ παρακάτω 这 这个 本页 此 以下 下面 \
        この これ ここ 以下の 下記の 이 여기 아래 هذا هذه هنا أدناه यह इस इसे यहाँ नीचे זה כאן להלן این اینجا زیر",
    ),
    (
        C::Guard,
        "check sandbox signature signatures signing verification verify validation authentication auditing audit scanner scan linter \
        firewall hook hooks pre-commit codeowners two-factor mfa gate guard allow-list allowlist whitelist blocklist encryption tls \
        antivirus approvals prompts protection lock locks prüfung prüfungen schutz sicherung signatur brandmauer contrôle contrôles \
        vérification pare-feu sécurité comprobación verificación cortafuegos seguridad prueba verificação segurança controllo verifica \
        firma sicurezza controle beveiliging kontrola kontrolę zabezpieczenie проверка проверку проверки аудит защита подпись \
        перевірка захист denetim güvenlik doğrulama pemeriksaan keamanan kiểm tra kontroll säkerhet ověření έλεγχος 检查 签名 防火墙 沙箱 \
        审计 验证 検査 署名 監査 検証 검사 서명 방화벽 검증 فحص تدقيق जाँच सत्यापन בדיקה بررسی",
    ),
    (
        C::Access,
        "access role roles rights membership member collaborator invite invites guest write-access full-access superuser-rights owner-rights \
        zugang zugriff rechte rolle mitglied accès droits rôle acceso permisos rol acesso papel direitos accesso diritti ruolo toegang \
        rechten dostęp uprawnienia доступ права роль доступу erişim yetki akses hak quyền åtkomst přístup πρόσβαση 权限 访问权 角色 アクセス \
        権限 접근 권한 صلاحية صلاحيات الوصول पहुँच अधिकार גישה دسترسی",
    ),
    (
        C::Send,
        "mails mailing uploading uploads forwards publishes posting exporta exporte exportez exporter exportiere exportier* inoltrate \
        odešlete odešli pošlete küldd küldje prześlijcie skicka hochladen übertrage übertragen sube subir envíalo mándalo \
        надішли відправ* викласти выложи* загрузи* 送付 送って 提出 올려 전달 제출 ابعث حمّل अपलोड",
    ),
    (
        C::Reveal,
        "copies copying copied copia copiar copie copiez kopiere kopieren kopieer skopiuj скопиру* másold salin kopyala kopiera zkopíruj \
        复制 抄送 복사 انسخ कॉपी コピー",
    ),
    (
        C::Include,
        "paste pastes pasting attaches attaching stores storing puts inserts anexa anexe adiciona acrescenta acrescentem adjunta adjunte \
        allega allegate joignez joins hänge anhängen trage eintragen прилож* добав* встав* впиши* přidejte přidej lägg legg legge tilføj \
        dołącz wstaw csatold 添付 附上 贴到 放入 첨부 넣어 أرفق ألصق जोड़ो",
    ),
    (
        C::Destroy,
        "deleting revokes disables wipes loosens loosen weaken lowers drops silences deshabilita desactiva desliga cancella cancellate \
        eliminate disattiva disattivate удал* отключ* выключ* сотри* smažte smaž vypněte vypni slett töröld töröl kapcsold auskommentieren \
        schalte abschalten coupe 关掉 停用 オフにして 끄고 지워 امسح أوقف",
    ),
    (
        C::Run,
        "opens opening launches executa executem rode открой* запуск* spusť spusťte otevři kör kjør futtasd avvia avviate apri \
        開いて 叩いて 열어 افتح खोलो",
    ),
    (
        C::Change,
        "replaces replacing switches raises remplace remplacez remplacer замен* постав* установ* измени* nastavte nastav setze stelle \
        übernimm ersetze ersetzen substitui substitua sustituye reemplaza cambia cambie schakel zmień ändra endre 换成 改成 差し替え 바꿔 \
        غيّر استبدل बदलो",
    ),
    (
        C::Merge,
        "approves pushes releases committing aprova aprueba approuve approuvez genehmige freigeben влей* закоммит* 合入 푸시",
    ),
    (C::Access, "granting grants concede conceda opprett opret создай* ausstatten"),
    (C::Consent, "agrees accepts agree rückfragen nachfragen подтвержд* bekräfta"),
    (
        C::Agent,
        "agenti agenter agentów agentem asszisztens* asistan* asystenci kunstig intelligens copilots 大模型 智能代理 代理程序 語言模型 \
        言語モデル 知能 언어모델 الوكيل الوكلاء нейросеть нейросети помощник",
    ),
];
