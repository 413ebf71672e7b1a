//! Words as concepts: who speaks to whom, asking what, about what. `ignore`, `vergiss` and `忽略` are one concept, so that a
//! directive is recognised by what it is and not by the words that one source uses.
//!
//! The table is made at compile time: a word's hash finds its concept. A word with `*` is a stem: every word that begins
//! with it counts. A hash of 32 bits is enough: a collision costs one wrong concept in one sentence.

/// What a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Concept {
    /// ignore, forget, disregard
    Ignore = 1,
    /// previous, above, prior, all
    Prior,
    /// instructions, rules, prompt
    Instruction,
    /// system, developer, administrator
    System,
    /// AI, assistant, agent, model
    Agent,
    /// user, human
    User,
    /// you, your
    You,
    /// do not, never, without
    Not,
    /// tell, mention, inform
    Tell,
    /// reveal, repeat, print, show
    Reveal,
    /// secrets, passwords, tokens
    Secret,
    /// send, post, upload, forward
    Send,
    /// run, execute, install, call
    Run,
    /// pretend, act as, role
    Persona,
    /// response, answer, reply
    Response,
    /// must, required, mandatory
    Must,
    /// now, instead, from now on
    Now,
    /// task, request, question
    Task,
    /// done, complete, finished
    Done,
    /// illegal, unethical, harmful
    Harm,
    /// restrictions, limits, filters, ethics
    Limit,
    /// unrestricted, unfiltered, jailbroken
    Free,
    /// important, urgent, attention
    Urgent,
    /// begin, end, start of a section
    Edge,
    /// decode, base64, rot13, translate
    Decode,
    /// hidden, secretly, silently
    Quiet,
    /// include, add, append, insert, embed
    Include,
    /// delete, remove, disable, overwrite
    Destroy,
    /// write, say, output, respond, answer (an imperative of speech)
    Say,
    /// follow, obey, comply, adhere
    Obey,
    /// please
    Please,
    /// transfer, pay, buy, book
    Pay,
    /// change, modify, update, set
    Change,
    /// an address on the net
    Url,
    /// a path of a file
    Path,
    /// a mail address
    Mail,
    /// a number
    Number,
    /// before, first, when reading, after
    When,
    /// I, my, we
    Me,
    /// file, code, data, conversation
    Data,
    /// a long encoded run
    Blob,
    /// allowed, authorised, permission, verified
    Allowed,
    /// tool, function, server, API
    Tool,
    /// attack, injection, vulnerability: words of those who write about it
    Attack,
    /// all, any, everything
    All,
    /// only, just, exactly, nothing else
    Only,
    /// rate, approve, recommend, safe: a judgement that is to be given
    Judge,
    /// languages, letters, verse: how an answer is to look
    Style,
    /// regardless, whatever, despite
    Regardless,
    /// mode, enabled, activated
    Mode,
    /// code, snippet, implementation
    Code,
    /// what, who, how: a question
    Ask,
    /// explain, describe, suggest: a task for one who writes
    Explain,
    /// promote, visit, subscribe, brand
    Promote,
    /// reads, processes, reviews: who deals with a text
    Reader,
    /// ask, confirm: what a person would be asked
    Consent,
    /// merge, push, deploy: what makes a change everybody's
    Merge,
    /// leave out, hide
    Omit,
    /// memory, remember, later sessions
    Remember,
    /// this, here, below: the text itself
    This,
    /// checks, sandbox, signature, firewall, audit: what protects
    Guard,
    /// access, role, rights, membership: what somebody may do
    Access,
}

mod more;

use Concept as C;

use crate::weights::{hash_byte, hash_start};

const LEXICON: &[(Concept, &str)] = &[
    (
        C::Ignore,
        "ignore ignores ignoring ignored disregard disregarding forget forgetting forgot override overriding overrule neglect \
        bypass bypassing circumvent discard skip dismiss unlearn erase \
        ignorier* vergiss vergessen vergesst missacht* überschreib* verwerf* lass lassen beiseite \
        ignorez ignorer ignorons oublie oubliez oublier négligez abandonnez contournez \
        ignora ignorad ignoren ignorar ignorá olvida olvide olviden olvidar olvidá descarta descarte omite omita \
        ignorem esqueça esqueca esqueçam esquecer desconsidere desconsiderar desconsiderem \
        ignori ignorate ignorare dimentica dimenticare dimenticate tralascia trascura \
        negeer negeren vergeet vergeten zignoruj zignorować ignoruj zapomnij pomiń \
        игнориру* проигнориру* забудь забудьте забыть отбрось* пренебрег*  ignorujte zapomeň zapomeňte \
        ignoră uită glöm ignorera glem ignorer unohda unut yoksay görmezden unutun bỏ quên abaikan lupakan acuhkan \
        忽略 忽视 无视 忘记 忘掉 無視 忘れ 忘却 무시 잊어 잊고 잊으 تجاهل تجاهلي تجاهلوا انس انسى اهمل अनदेखा नज़रअंदाज़ नजरअंदाज भूल भुला",
    ),
    (
        C::Prior,
        "previous previously prior above preceding earlier former foregoing initial original existing past aforementioned \
        old \
        vorherig* bisherig* vorig* obig* vorangegangen* vorangehend* früher* ursprünglich* zuvor davor \
        précédent* précédemment antérieur* ci-dessus dessus initiales \
        anterior anteriores previo previa previos previas arriba antes iniciales \
        anteriormente prévias prévios acima precedent* sopra iniziali \
        vorige eerdere voorgaande bovenstaande poprzedni* wcześniejsz* powyższ* \
        предыдущ* прежн* ранее вышеуказанн* předchozí önceki yukarıdaki sebelumnya \
        之前 以前 先前 以上 上述 前面 これまで 今まで 上記 이전 앞의 위의 지금까지 السابقة السابق पिछले पिछली पहले सब",
    ),
    (
        C::Instruction,
        "instruction instructions instructed directive directives order orders command commands rule rules prompt prompts guideline \
        guidelines direction directions constraint constraints programming policy policies mandate protocol protocols training preprompt \
        anweisung* befehl* regel regeln vorgabe* instruktion* richtlinie* \
        instructions consigne* règle* directive* ordre ordres commandes \
        instruccion* instrucción regla reglas orden órdenes directriz directrices indicacion* indicaciones \
        instruç* instruc* regra regras ordens diretriz* comandos istruzion* regola regole ordini comandi direttiv* \
        instructies regels opdracht opdrachten instrukcj* poleceni* zasad* reguł* \
        инструкци* указани* правил* команд* приказ* директив* промпт* instrukce pokyny talimat* komut* kural* instruksi perintah aturan \
        指令 指示 说明 规则 規則 提示 命令 ルール プロンプト 지시 지침 명령 규칙 프롬프트 تعليمات التعليمات أوامر الأوامر قواعد القواعد निर्देश निर्देशों आदेश नियम नियमों",
    ),
    (
        C::System,
        "system sys root sudo admin administrator administrators administration developer developers operator openai anthropic maintainer \
        maintainers owner superuser supervisor ceo security compliance moderator authority authorities \
        systeme entwickler administratoren système développeur administrateur sistema desarrollador administrador desenvolvedor \
        sviluppatore amministratore systeem ontwikkelaar  administratora система систем* разработчик* администратор* \
        系统 系統 管理员 开发者 システム 管理者 開発者 시스템 관리자 개발자 النظام نظام المطور المسؤول सिस्टम प्रणाली प्रशासक डेवलपर",
    ),
    (
        C::Agent,
        "ai ais assistant assistants agent agents llm llms model models chatgpt gpt gpt4 claude gemini copilot cursor bot bots chatbot robot \
        machine \
        ki assistent assistenten agenten modell sprachmodell ia modèle asistente agente modelo assistente modello assistent asystent* \
        ассистент* агент* модел* нейросет* бот asistan yapay asisten 助手 助理 人工智能 模型 智能体 アシスタント 人工知能 エージェント 모델 인공지능 \
        어시스턴트 에이전트 المساعد مساعد الذكاء नमूना सहायक एजेंट एआई मॉडल",
    ),
    (
        C::User,
        "user users human humans person people customer client operator's reader \
        nutzer benutzer anwender utilisateur* usuario usuarios usuário utente utenti gebruiker użytkownik* пользовател* kullanıcı* pengguna \
        用户 用戶 使用者 ユーザー 사용자 المستخدم उपयोगकर्ता",
    ),
    (
        C::You,
        "you your yours yourself you're you'll you've ur u thou \
        du dein deine deinen deiner deinem dich dir ihre ihren ihr sie vous votre vos tu ton tes toi usted ustedes tú tus su sus vosotros \
        você vocês seu sua seus suas teu voi vostro tuo tua tuoi jij je jouw uw ty twój twoje twoich \
        ты вы вам вас твои твой ваши ваш тебе sen siz senin sizin kamu anda 你 您 你的 あなた 君の 당신 너의 네가 أنت आप आपके तुम तुम्हारे",
    ),
    (
        C::Not,
        "not don't dont do-not never no without cannot can't cant won't neither nor avoid refrain stop refuse isn't aren't shouldn't mustn't \
        nicht kein keine keinen niemals nie ohne ne pas jamais sans aucune aucun no nunca sin jamás não nao nunca sem non mai senza niet nooit \
        zonder nie nigdy bez не никогда без ne değil asla jangan tanpa không đừng 不 不要 不能 别 勿 禁止 しない しないで するな 말고 마세요 하지마 않고 \
        لا بدون لن नहीं मत बिना",
    ),
    (
        C::Tell,
        "tell tells mention mentioning inform notify report alert notice announce acknowledge admit disclose warn ask \
        sag sage sagen erwähne erwähnen mitteilen informier* dis dites mentionne* informe* signale* di dile digas decir menciona* informes \
        diga conte mencione mencionar informar dì dire menziona* vertel noem powiedz wspominaj скажи скажите говори* сообщай* упомина* söyle \
        beritahu 告诉 告訴 提及 通知 说出 伝え 言わ 教え 알려 말해 언급 أخبر تخبر تذكر बताओ बताएं बताना",
    ),
    (
        C::Reveal,
        "reveal reveals revealing repeat repeats print display disclose leak expose recite dump echo show showing \
        copy extract transcribe verbatim spell give share read recall paraphrase \
        zeige zeig wiederhole verrate nenne gib affiche affichez répète répétez révèle révélez montre donne muestra muestre repite repita revela \
        revele dime mostre repita revele mostra ripeti rivela toon herhaal pokaż powtórz ujawnij \
        покажи* повтори* раскрой* выведи* перечисли* göster tekrarla tampilkan ungkapkan 显示 重复 透露 泄露 列出 打印 表示 繰り返 明かし 出力 보여 반복 \
        공개 출력 أظهر كرر اكشف اعرض दिखाओ दिखाएं दोहराओ दोहराएं",
    ),
    (
        C::Secret,
        "secret secrets password passwords passwd passphrase credential credentials token tokens key keys apikey api_key private confidential \
        sensitive cookie cookies ssn wallet seed passcode pin env environment ssh id_rsa keychain \
        geheim* passwort passwörter kennwort schlüssel zugangsdaten mot-de-passe motdepasse secrète* clé clés identifiants contraseña* clave claves \
        secreto* credenciales senha senhas segredo* chave chaves parola segret* chiavi wachtwoord sleutel hasł* klucz* \
        парол* секрет* ключ* токен* şifre gizli sandi rahasia 密码 密碼 密钥 秘密 机密 パスワード 秘密鍵 비밀번호 비밀 암호 سر  مفتاح \
        पासवर्ड गुप्त कुंजी",
    ),
    (
        C::Send,
        "send sends sending post posts upload uploads transmit forward forwarding exfiltrate email e-mail mail submit deliver curl wget ping \
        fetch webhook publish tweet dm sms relay \
        sende senden schicke schicken hochladen übermittle leite envoie envoyez envoyer transmets transmettez envía envíe enviar envie manda \
        mande sube envia invia inviare inoltra stuur verzend wyślij prześlij отправь* пошли* перешли* отправить gönder kirim kirimkan \
        发送 發送 上传 转发 傳送 送信 送って 転送 보내 전송 업로드 أرسل ارسل भेजो भेजें भेज",
    ),
    (
        C::Run,
        "run runs running execute executes executing exec eval invoke invokes call calls install installs download downloads open launch import \
        sudo bash sh python powershell cmd npm pip chmod rm trigger navigate \
        führe ausführen starte installiere lade öffne exécute exécutez exécuter lance lancez installe ejecuta ejecute ejecutar instala descarga \
        execute executar rode instale baixe esegui eseguire installa scarica voer uruchom wykonaj zainstaluj \
        выполни* запусти* установи* скачай* çalıştır jalankan 执行 运行 執行 运行 下载 安装 実行 起動 실행 설치 نفذ شغل चलाओ चलाएं निष्पादित",
    ),
    (
        C::Persona,
        "pretend act acting roleplay role-play role simulate simulates simulating simulation imagine persona character impersonate behave \
        embody fictional hypothetical story scenario game play playing dan grandma grandmother evil twin mode jailbreak dude stan aim \
        tu spiele spiel rolle stell verhalte joue jouez rôle fais imagine agis actúa actue finge imagina rol personaje aja finja papel \
        fingi agisci ruolo speel  zachowuj udawaj притвор* представь* роль веди сыграй 扮演 假装 角色 演じ ふりを 役割 역할 연기 흉내 \
        تظاهر تصرف دور भूमिका नाटक अभिनय",
    ),
    (
        C::Response,
        "response responses answer answers reply replies output outputs respond completion message messages result results summary sentence \
        sentences \
        antwort antworten ausgabe réponse réponses respuesta respuestas resposta respostas risposta risposte antwoord odpowied* \
        ответ* cevap yanıt jawaban 回答 回复 回應 输出 答复 応答 返答 답변 응답 대답 إجابة الإجابة رد जवाब उत्तर",
    ),
    (
        C::Must,
        "must should shall need needs have required require requires requirement mandatory obligated obliged always \
        necessary compulsory essential \
        muss musst müssen sollst immer unbedingt dois devez faut toujours debes debe tienes siempre \
        deve devem precisa sempre devi dovete solo sempre moet altijd musisz zawsze \
        должен должны обязан* всегда надо нужно  harus selalu 必须 必須 只能 总是 ければならない 必ず 반드시 \
        항상 해야 يجب دائما चाहिए हमेशा सिर्फ",
    ),
    (
        C::Now,
        "now instead henceforth immediately onward onwards new next begin starting hereby then actually rather \
        jetzt nun stattdessen sofort ab neue neuen maintenant désormais dorénavant plutôt nouvelle ahora inmediatamente cambio nueva nuevas agora \
        imediatamente nova novas adesso ora invece nuovo nuove nu voortaan nieuwe teraz zamiast  nowe \
        теперь сейчас вместо немедленно отныне нов* şimdi  sekarang 现在 立即 从现在 今から 代わりに 新しい 新的 이제 지금 대신 지금부터 الآن \
        بدلا अब अभी ",
    ),
    (
        C::Task,
        "task tasks request requests question questions job assignment goal objective mission work query \
        aufgabe aufgaben frage fragen tâche tâches question tarea tareas pregunta tarefa pergunta compito domanda taak vraag zadani* pytani* \
        задач* вопрос* задани* görev soru tugas 任务 任務 问题 質問 タスク 課題 작업 질문 과제 المهمة مهمة السؤال काम कार्य प्रश्न",
    ),
    (
        C::Done,
        "done complete completed completes finished finish success successful successfully succeeded accomplished solved ready granted confirmed \
        fertig abgeschlossen erledigt terminé terminée completado completada terminado concluído completato klaar ukończon* \
        выполнен* завершен* готово tamam selesai 完成 完了 完毕 완료 끝났 اكتملت تم पूर्ण पूरा",
    ),
    (
        C::Harm,
        "illegal unethical immoral harmful dangerous malicious malware virus ransomware bomb weapon drugs meth kill murder hack hacking hacked \
        exploit steal stealing fraud phishing ddos keylogger offensive racist sexist hate violent explicit nsfw sexual profanity swear curse \
        vulgar rude insult discriminatory amoral inhumane toxic scam poison explosives \
        illegal* hass hasse haine odio ódio ненави* 仇恨 恨",
    ),
    (
        C::Limit,
        "restriction restrictions limitation limitations filter filters censorship censor ethics ethical moral morals morality boundary boundaries \
        safety safeguard safeguards guardrail guardrails content guidelines warnings disclaimers disclaimer consequences norms principles confines \
        beschränkung* einschränkung* filter restrictions limites restricciones límites restrições restrizioni ограничени* цензур* \
        限制 道德 制限 倫理 제한 윤리 القيود قيود प्रतिबंध",
    ),
    (
        C::Free,
        "unrestricted unfiltered uncensored unlimited unbound jailbroken jailbreaking liberated freed unethically broken free uninhibited \
        uncontrolled unchained unmoderated \
        uneingeschränkt unzensiert unbeschränkt  ilimitado illimité неограничен* 无限制 不受限制 無制限 제한없이",
    ),
    (
        C::Urgent,
        "important urgent critical attention warning alert emergency crucial vital priority note notice reminder security immediately asap \
        critically caution \
        wichtig dringend achtung kritisch important urgent attention critique importante urgente atención crítico atenção attenzione belangrijk ważne \
        pilne uwaga важно срочно внимание критич* önemli acil dikkat penting 重要 紧急 注意 緊急 警告 중요 긴급 주의 경고 مهم عاجل تنبيه महत्वपूर्ण ज़रूरी \
        जरूरी ध्यान",
    ),
    (
        C::Edge,
        "begin start end ends stop beginning ending section header footer delimiter separator context input transcript boundary preamble \
        anfang ende début fin inicio fin fim início inizio fine начало конец 开始 结束 終了 開始 시작 끝",
    ),
    (
        C::Decode,
        "decode decodes decoded decoding decrypt decipher base64 b64 rot13 hex hexadecimal binary morse encoded encode encoding cipher caesar \
        translate translation translated reverse reversed backwards unscramble ascii base32 base16 atbash leetspeak uuencode ascii85 braille \
        dekodier* entschlüssel* übersetze décode* décodez traduis traduisez decodifica* traduce traduzca traduza traduci decodeer zdekoduj przetłumacz \
        декодир* расшифруй* перевед* çöz 解码 翻译 解碼 デコード 翻訳 해독 번역 디코딩 فك ترجم अनुवाद डिकोड",
    ),
    (
        C::Quiet,
        "hidden hide hiding secretly silently quietly covertly invisible invisibly stealth stealthily discreet discreetly unnoticed unaware conceal \
        concealed sneak undetected background \
        verstecke heimlich verborgen leise cache cachez secrètement oculta oculto secretamente silenciosamente esconda nascondi segretamente verborgen \
        ukryj  скрой* тайно незаметно gizlice diam-diam 隐藏 秘密地 悄悄 隠し こっそり 숨기 몰래 سرا خفية छिपा चुपके",
    ),
    (
        C::Include,
        "include includes including add adds adding append appending insert inserting embed embedding incorporate incorporating integrate \
        integrating inject weave put place prepend attach enhance augment enrich supplement prefix start finish conclude mention \
        füge hinzufügen einfügen ajoute ajoutez insère incluez inclus agrega agregue añade añada incluye incluya inserta adicione inclua insira \
        aggiungi includi inserisci voeg dodaj dołącz wstaw добав* включи* вставь* ekle tambahkan sertakan 添加 加入 包含 插入 追加 含め 挿入 추가 포함 삽입 \
        أضف أدرج जोड़ें शामिल",
    ),
    (
        C::Destroy,
        "delete deletes remove removes removing wipe destroy erase disable disables disabling deactivate overwrite truncate drop revoke uninstall \
        shutdown terminate kill corrupt sabotage \
        lösche löschen entferne deaktiviere supprime supprimez efface désactive elimina elimine borra borre desactiva apague exclua desative cancella \
        rimuovi disattiva verwijder usuń wyłącz удали* сотри* отключи* sil kapat hapus 删除 删掉 禁用 関闭 削除 無効 삭제 제거 비활성 احذف امسح हटाओ हटाएं मिटा",
    ),
    (
        C::Say,
        "say says saying write writes writing respond responding answer answering output speak state type \
        utter proclaim declare scream shout talk return reply begin \
        schreibe schreib antworte antworten sprich écris écrivez dis répondez réponds escribe escriba responde responda escreva \
        responda diga scrivi rispondi schrijf zeg antwoord napisz odpowiedz напиши* ответь* отвечай* произнеси* yaz cevapla tulis jawab 写 說 说 输出 \
        回答 書いて 書け 言って 答えて 써 쓰세요 작성 대답해 اكتب قل أجب लिखो लिखें कहो बोलो",
    ),
    (
        C::Obey,
        "follow follows obey obeys comply complies adhere abide accept execute respect heed listen cooperate proceed perform fulfill fulfil satisfy \
        befolge befolgen folge gehorche suis suivez obéis sigue siga obedece obedezca siga obedeça cumpra segui obbedisci volg gehoorzaam \
        wykonuj следуй* подчин* соблюда* uy itaat ikuti patuhi 遵守 服从 遵循 听从 従って 従い 따라 따르 복종 اتبع التزم पालन मानो",
    ),
    (
        C::Please,
        "please kindly bitte s'il plaît veuillez favor  gentilezza alsjeblieft proszę пожалуйста lütfen tolong mohon 请 請 ください お願い \
        제발 주세요 부탁 رجاء  कृपया",
    ),
    (
        C::Pay,
        "transfer pay payment purchase buy order book reserve deposit withdraw wire refund subscribe donate invest bitcoin btc ethereum crypto \
        account iban paypal venmo \
        überweise bezahle kaufe virement payez achetez transfiere paga compra transfira pague compre bonifico переведи* оплати* купи* 转账 支付 購入 送金 이체 결제 \
        حول ادفع भुगतान",
    ),
    (
        C::Change,
        "change changes modify modifies update updates set edit alter replace configure adjust grant elevate escalate rewrite rename reset \
        switch convert manage verify deploy \
        ändere ändern setze modifie modifiez change cambia cambie modifica mude altere modifique cambia verander zmień измени* замени* değiştir ubah \
        修改 更改 设置 変更 修正 변경 수정 غير عدل बदलो बदलें",
    ),
    (
        C::When,
        "before first when whenever after prior-to upon once while during until if every-time \
        bevor zuerst wenn sobald avant d'abord quand antes primero cuando antes primeiro quando prima wanneer zanim прежде сначала когда önce sebelum \
        在此之前 首先 每次 まず 最初に 前に 먼저 전에 قبل أولا पहले",
    ),
    (
        C::Me,
        "i me my mine myself i'm we our us i've i'll \
        ich mir mich mein meine wir uns je moi mon ma mes nous yo mi mí mis nosotros eu mim meu minha nós io mio mia noi ik mij mijn ja mnie мне я мой мы \
        меня ben bana saya aku 我 我的 我们 私 私の 僕 나는 내가 나에게 저는 أنا لي मैं मुझे मेरा हम",
    ),
    (
        C::Data,
        "file files data conversation chat history memory document documents contents database records information info log logs \
        transcript details \
        datei dateien daten gespräch code fichier fichiers données conversation archivo archivos datos conversación arquivo arquivos dados conversa dati \
        bestand gegevens plik pliki dane файл* данны* код истори* разговор* 文件 数据 对话 历史 ファイル データ 会話 파일 데이터 대화 ملف بيانات \
        फ़ाइल फाइल डेटा",
    ),
    (
        C::Allowed,
        "allowed allow authorized authorised authorization permission permissions permitted verified approved approval trusted trust consent \
        clearance privileges privilege official certified exempt \
        erlaubt genehmigt autorisiert autorisé permis autorizado permitido autorizzato toegestaan dozwolon* разреш* авторизован* 授权 允许 批准 許可 承認 허용 승인 \
        مسموح अनुमति",
    ),
    (
        C::Tool,
        "tool tools function functions server mcp api plugin plugins terminal shell console endpoint command-line browser",
    ),
    (
        C::Attack,
        "attack attacks attacker attackers injection injections vulnerability vulnerabilities vulnerable payload payloads jailbreaks adversarial \
        adversary exploits xss csrf ssrf sqli threat threats mitigation mitigations mitigate owasp cve cwe detection detector detect detects prevent \
        prevention sanitize untrusted pentest redteam spoofing tampering angriff* attaque* ataque* attacco атак* уязвимост* 攻击 漏洞 注入 攻撃 공격",
    ),
    (
        C::All,
        "all any every entire whole everything anything each alle alles sämtlich* tout toute toutes tous todo toda todos todas tudo tutte tutti \
        tutto wszystki* все всё всех všechny tüm bütün semua 所有 全部 一切 すべて 全て 全部 모든 모두 جميع كل सभी सब",
    ),
    (
        C::Only,
        "only just exactly strictly simply literally exclusively solely verbatim nothing else exact merely purely nur ausschließlich lediglich seulement \
        uniquement solo sólo únicamente solamente apenas somente soltanto alleen slechts tylko jedynie только лишь sadece hanya bara kun vain \
        只 仅 只能 だけ のみ 오직 فقط केवल सिर्फ",
    ),
    (
        C::Judge,
        "rate rating rated score scores scored scoring grade rank ranking recommend recommended recommendation approve approved accept reject pass \
        qualified candidate applicant hire malicious benign safe legitimate legit genuine trustworthy best excellent perfect positive negative \
        favourable favorable review reviewer reviewers evaluate evaluation classify label assess verdict benigno seguro sicher empfehl* empfohlen \
        recommandé recomendado recomendar consigliato 推荐 推薦 安全 评分 おすすめ 評価 추천 평가 ممتاز",
    ),
    (
        C::Style,
        "english french german spanish italian portuguese russian chinese japanese korean arabic hindi latin dutch polish turkish \
        letter letters vowel vowels consonant consonants character characters uppercase lowercase caps emoji emojis rhyme rhymes poem haiku \
        limerick rap song verse joke pirate shakespeare symbol symbols sentence sentences word words paragraph text title \
        englisch deutsch französisch spanisch anglais allemand français espagnol inglés alemán francés español inglês \
        gedicht witz satz wörter poème phrase mots chiste frase poesia 英语 中文 法语 诗 英語 日本語 詩 영어 한국어 시 английск* русск* стих*",
    ),
    (
        C::Regardless,
        "regardless whatever despite notwithstanding irrespective matter unconditionally hesitation exception exceptions supersede supersedes \
        superseded overrides circumstances egal unabhängig peu importe independientemente independente 无论 不管 かかわらず 상관없이",
    ),
    (
        C::Mode,
        "mode modes enabled enable activate activated activation deactivated disabled lifted suspended off engaged unlocked unlock maintenance \
        debug debugging modus aktiviert mode-développeur activé modo activado ativado modalità режим 模式 モード 모드 وضع मोड",
    ),
    (
        C::Code,
        "code snippet snippets block excerpt segment script implementation codebase import lines solution program function subroutine \
        コード 代码 코드 код кода código codice",
    ),
    (
        C::Ask,
        "what what's who who's which why how whose was wer wie warum wieso welche welcher quoi qui quel quelle pourquoi comment qué quién cuál \
        cómo qual quem como chi perché come wat wie waarom hoe co kto jak dlaczego что кто как почему какой ne kim nasıl apa siapa bagaimana \
        什么 谁 为什么 怎么 何 誰 なぜ どう 무엇 누구 왜 어떻게 ماذا من لماذا كيف क्या कौन क्यों कैसे",
    ),
    (
        C::Explain,
        "explain describe discuss outline suggest calculate compute solve compare analyze analyse plan teach define summarize summarise list \
        enumerate name generate produce create compose draft design invent devise paraphrase elaborate provide craft help recommend translate \
        erkläre beschreibe erzähle nenne fasse formuliere erstelle explique décris raconte résume explica describe cuenta resume crea descreva \
        explique conte spiega descrivi racconta leg uit beschrijf wyjaśnij opisz объясни* опиши* расскажи* açıkla anlat jelaskan \
        解释 描述 讲 总结 介绍 説明 要約 설명 요약 묘사 اشرح صف समझाओ बताइए वर्णन",
    ),
    (
        C::Promote,
        "promote promotes advertise advertisement ad ads visit visiting click subscribe subscription buy brand website site offer discount shop \
        newsletter product products company sponsor sponsored endorse free win prize cheap deal werbung besuche werben publicité visitez publicidad \
        visita compra anuncio propaganda visite 广告 访问 购买 広告 訪問 광고 방문",
    ),
];

/// Slots of the table; more than twice the words.
const SLOTS: usize = 1 << 14;

/// A word's hash and its concept; the hash of a stem is changed, so that it is not found as a word.
#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    concept: u8,
}

static TABLE: [Slot; SLOTS] = table();

const STEM: u32 = 0x9e37_79b9;

#[expect(clippy::indexing_slicing, reason = "runs in the compiler only; an index out of bounds does not compile")]
const fn table() -> [Slot; SLOTS] {
    let mut slots = [Slot { hash: 0, concept: 0 }; SLOTS];
    let mut line = 0;
    while line < LEXICON.len() + more::MORE.len() {
        let (concept, words) = if line < LEXICON.len() { LEXICON[line] } else { more::MORE[line - LEXICON.len()] };
        let bytes = words.as_bytes();
        let mut at = 0;
        let mut hash = hash_start();
        let mut stem = false;
        let mut long = false;
        while at <= bytes.len() {
            let byte = if at == bytes.len() { b' ' } else { bytes[at] };
            if byte == b' ' {
                if long {
                    put(&mut slots, if stem { hash ^ STEM } else { hash }, concept as u8);
                }
                hash = hash_start();
                stem = false;
                long = false;
            } else if byte == b'*' {
                stem = true;
            } else {
                hash = hash_byte(hash, byte);
                long = true;
            }
            at += 1;
        }
        line += 1;
    }
    slots
}

/// The first concept that claims a word keeps it.
#[expect(clippy::indexing_slicing, reason = "runs in the compiler only; an index out of bounds does not compile")]
const fn put(slots: &mut [Slot; SLOTS], hash: u32, concept: u8) {
    let mut at = hash as usize % SLOTS;
    while slots[at].concept != 0 {
        if slots[at].hash == hash {
            return;
        }
        at = (at + 1) % SLOTS;
    }
    slots[at] = Slot { hash, concept };
}

/// Bits that say of a hash that it is certainly not in the table: most words are not, and this fits into the processor's
/// nearest memory where the table does not.
const FILTER: usize = 1 << 16;

static KNOWN: [u64; FILTER / 64] = known();

#[expect(clippy::indexing_slicing, reason = "runs in the compiler only; an index out of bounds does not compile")]
const fn known() -> [u64; FILTER / 64] {
    let mut bits = [0; FILTER / 64];
    let mut at = 0;
    while at < SLOTS {
        if TABLE[at].concept != 0 {
            let bit = TABLE[at].hash as usize % FILTER;
            bits[bit / 64] |= 1 << (bit % 64);
        }
        at += 1;
    }
    bits
}

/// The numbers of three small letters.
const TRIPLES: usize = 26 * 26 * 26;

/// With which three letters a word of the table begins that is written in ASCII.
static BEGINS: [u64; TRIPLES / 64 + 1] = beginnings(false);

/// The same of the stems alone.
static STEMS_BEGIN: [u64; TRIPLES / 64 + 1] = beginnings(true);

const fn triple(letters: [u8; 3]) -> usize {
    let [a, b, c] = letters;
    let (a, b, c) = (a | 0x20, b | 0x20, c | 0x20);
    if !a.is_ascii_lowercase() || !b.is_ascii_lowercase() || !c.is_ascii_lowercase() {
        return TRIPLES;
    }
    ((a - b'a') as usize * 26 + (b - b'a') as usize) * 26 + (c - b'a') as usize
}

#[expect(clippy::indexing_slicing, reason = "runs in the compiler only; an index out of bounds does not compile")]
const fn beginnings(stems: bool) -> [u64; TRIPLES / 64 + 1] {
    let mut bits = [0; TRIPLES / 64 + 1];
    let mut line = 0;
    while line < LEXICON.len() + more::MORE.len() {
        let (_, words) = if line < LEXICON.len() { LEXICON[line] } else { more::MORE[line - LEXICON.len()] };
        let bytes = words.as_bytes();
        let mut at = 0;
        while at + 2 < bytes.len() {
            if at == 0 || bytes[at - 1] == b' ' {
                let n = triple([bytes[at], bytes[at + 1], bytes[at + 2]]);
                let mut end = at;
                while end + 1 < bytes.len() && bytes[end + 1] != b' ' {
                    end += 1;
                }
                if n < TRIPLES && (!stems || bytes[end] == b'*') {
                    bits[n / 64] |= 1 << (n % 64);
                }
            }
            at += 1;
        }
        line += 1;
    }
    bits
}

/// Whether a word of the table may begin with these letters: rules out most at once.
#[must_use]
#[inline]
pub fn begins(letters: [u8; 3]) -> bool {
    is_in(&BEGINS, letters)
}

/// Whether a stem of the table may.
#[must_use]
#[inline]
pub fn stem_begins(letters: [u8; 3]) -> bool {
    is_in(&STEMS_BEGIN, letters)
}

#[inline]
fn is_in(set: &[u64; TRIPLES / 64 + 1], letters: [u8; 3]) -> bool {
    let n = triple(letters);
    n < TRIPLES && set.get(n / 64).is_some_and(|bits| bits >> (n % 64) & 1 == 1)
}

#[inline]
fn find(hash: u32) -> u8 {
    let bit = hash as usize % FILTER;
    if KNOWN.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 0) {
        return 0;
    }
    let mut at = hash as usize % SLOTS;
    // Two thirds of the slots are free, so this ends soon; the bound is for the proof.
    for _ in 0..SLOTS {
        match TABLE.get(at) {
            Some(slot) if slot.concept == 0 => return 0,
            Some(slot) if slot.hash == hash => return slot.concept,
            _ => at = (at + 1) % SLOTS,
        }
    }
    0
}

/// The concept of a word (lower case) by its hash; 0 where it has none.
#[must_use]
#[inline]
pub fn of_word(hash: u32) -> u8 {
    find(hash)
}

/// The concept of words that begin with a stem, by the stem's hash; 0 where there is none.
#[must_use]
#[inline]
pub fn of_stem(hash: u32) -> u8 {
    find(hash ^ STEM)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> u8 {
        of_word(text.bytes().fold(hash_start(), hash_byte))
    }

    #[test]
    fn words_of_many_languages_are_one_concept() {
        for text in ["ignore", "vergiss", "oublie", "olvida", "esqueça", "забудь", "忽略", "無視", "무시", "تجاهل"]
        {
            assert_eq!(word(text), C::Ignore as u8, "{text}");
        }
        assert_eq!(of_stem("anweisung".bytes().fold(hash_start(), hash_byte)), C::Instruction as u8);
        assert_eq!(word("marmalade"), 0);
        // The scan keeps a window's concepts as bits.
        assert!((C::Access as u8) < 64);
    }

    #[test]
    fn the_table_is_not_crowded() {
        assert!(TABLE.iter().filter(|slot| slot.concept != 0).count() * 2 < SLOTS);
    }
}
