using System.Text.RegularExpressions;

namespace Portal.Safety.Detection;

/// <summary>
/// The turns of phrase that <see cref="InjectionScreen"/> knows, in families: of each family the strongest counts. They read
/// text in small letters, folded (see <see cref="Folding"/>), with single blanks.
/// </summary>
static class InjectionRules
{
    const string Gap = @"(?:[\w'’-]+[ ,:]{1,2}){0,4}";
    const string Ignore = @"\b(?:ignore|ignoring|disregard|disregarding|forget|forgetting|override|overriding|overrule|bypass|bypassing|discard|neglect|abandon|dismiss|erase|delete|cancel|nullify|void|scrap|drop|skip|do not follow|don't follow|don't obey|do not obey|stop following|stop obeying|no longer follow|no longer bound by|pay no attention to|set aside|throw (?:away|out)|break free (?:of|from)|not bound by|disobey|violate)\b[ :,]{1,2}";
    const string Orders = @"(?:instructions?|instruct|prompts?|rules?|guidelines?|directives?|directions?|commands?|orders?|programming|training|constraints?|restrictions?|limitations?|guardrails?|safeguards?|protocols?|polic(?:y|ies)|filters?|safety|context|conversation|system message|boundaries)\b";
    const string Prompt = @"(?:system prompt|system[ -]?prompt|system messages?|system instructions?|initial prompt|initial instructions?|original instructions?|original prompt|hidden instructions?|hidden prompt|(?:hidden|secret|confidential) (?:rules|guidelines|configuration|policies|directives)|secret instructions?|secret prompt|developer messages?|developer instructions?|preprompt|pre-prompt|prompt template|internal instructions?|internal rules|internal guidelines|confidential instructions?|base prompt|custom instructions|foundational instructions?|prompt you were given|instructions you (?:were|have been) given|instructions you received|your (?:exact |full |complete |entire |current |own |whole |actual |real )*(?:instructions|prompt|directives|configuration|programming|preamble|system text|rules)|instructions verbatim|instructions word for word)\b";
    const string Tell = @"\b(?:reveal|show|print|repeat|output|display|tell me|tell us|give me|share|what (?:is|are|was|were|does|do)|what's|leak|dump|disclose|recite|summari[sz]e|translate|copy|write out|write down|list|paste|expose|send me|quote|echo|return|spell out|reproduce|provide|read out|describe|encode|convert|state|type out|include)\b[ :,]{1,2}";

    /// <summary>Words of those who write about attacks.</summary>
    public static readonly Regex Talk = new(
        @"\b(?:prompt injections?|jailbreak(?:s|ing)?|phishing|red team\w*|owasp|adversarial|attacks?|security (?:training|review|policy|awareness)|what does|how (?:can|do|should) (?:we|i|companies|developers|users)|defend|mitigat\w+|prevent\w*|detect\w*|research paper|blog post|lecture|the phrase|the words|meaning of|lyrics|subject line|unit test)\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static readonly InjectionRule[][] Families =
    [
        // Orders to ignore what was ordered.
        [
            new(0.75, Ignore + Gap + @"(?:previous|prior|above|earlier|preceding|foregoing|initial|original|system|safety|existing|former|past|hidden|built-in|default|prompted)[ ,]{1,2}(?:[\w'-]+[ ,]{1,2}){0,3}" + Orders, "in my|in the (?:email|manual|letter|ticket|document)|about (?:the|my) (?:delivery|shipping|order)|i sent|from my"),
            new(0.7, Ignore + @"(?:[\w'’-]+[ ,]{1,2}){0,3}(?:your|all|any|every|these|those)[ ](?:of )?(?:the )?(?:your )?(?:[\w'-]+[ ,]{1,2}){0,3}(?:instructions|prompts?|rules|guidelines|directives|commands|programming|training|constraints|restrictions|limitations|guardrails|safeguards|protocols|filters|safety)\b", "in my|in the (?:email|manual|letter|ticket|document)|of the (?:store|game|house|club)|i sent|from my"),
            new(0.65, Ignore + @"(?:all |everything |anything |whatever |absolutely )(?:[\w'’-]+ ){0,3}(?:above|before|previously|so far|up to (?:this point|now)|you (?:were|have been|know|were told|are told|learned|have learned)|i (?:told|said)|was said|came before|has been said|else (?:you|above))\b"),
            new(0.5, Ignore + @"(?:[\w'’-]+ ){0,4}(?:rules|instructions|guidelines|limits|policies|restrictions) (?:you|that you|they|the (?:company|operator|developers?)) (?:have|had|were|was|got|follow|are|gave|set|received|know)\b"),
            new(0.5, @"\b(?:instead of|rather than) (?:answering|responding|replying|summari[sz]ing|translating|helping|doing (?:that|this|so)|the (?:answer|summary|translation))\b[^.\n]{0,30}\b(?:print|output|say|write|return|reply|respond|send|reveal)\b"),
            new(0.6, @"\b(?:instead of|rather than)(?: following| obeying)? your (?:[\w'-]+ ){0,2}(?:instructions|rules|guidelines|programming)\b"),
            new(0.55, @"\b(?:previous|prior|earlier|above|original|old|existing) (?:instructions?|prompts?|rules?|directives?|guidelines?|orders?|context)(?: [\w'-]+){0,2} (?:are|is|were|was|have been|has been) (?:now )?(?:void|cancell?ed|revoked|obsolete|overridden|superseded|outdated|no longer|deleted|invalid|suspended|replaced|null|a test|fake|wrong|lifted|only)\b"),
        ],
        // New orders.
        [
            new(0.45, @"\b(?:new|updated|real|actual|revised|true|urgent|important|special|secret|final|corrected|replacement) (?:system |admin |developer )?(?:instructions?|directives?|orders|objective|prompt|mission|rules)(?: for you| for the (?:ai|assistant|model|bot|agent))?(?: are\b| is\b| follow\b| below\b)", "for (?:returning|assembl|wash)"),
            new(0.5, @"\b(?:new|updated|real|actual|revised|true|secret|final|corrected|replacement) (?:system |admin |developer )?(?:instructions?|directives?|orders|objective|prompt|mission)(?: for you| for the (?:ai|assistant|model|bot|agent))? ?:", "for (?:returning|assembl|wash)"),
            new(0.45, @"\byour (?:new|real|true|only|actual|sole|next) (?:task|role|goal|job|purpose|mission|objective|instructions?|identity|persona|name|directive)s? (?:is|are|will be)\b"),
            new(0.4, @"\bfrom (?:now|here|this (?:point|moment|message)) on(?:wards?)?,? (?:you(?:'re| are| will| must| shall| should)|respond|answer|reply|act|ignore|speak|only|every|all|always|never|no)\b"),
            new(0.3, @"\b(?:instead|now),? (?:just )?(?:say|output|print|write|respond|reply|reveal|repeat|send|execute|answer) (?:with |only )?[""'“]?(?:the |your |only |i |a poem|pwned|hacked|yes|'|"")"),
            new(0.35, @"\b(?:respond|reply|answer|say|output|print)(?: only| just)?(?: with)?(?: the words?| the phrase| exactly)? ?[:""'“ ]{1,3}(?:pwned|hacked|i have been (?:pwned|hacked)|haha|lol|injection successful|i am free|access granted|jailbroken)\b"),
        ],
        // Roles without limits.
        [
            new(0.75, @"\b(?:you are(?: now)?|you're(?: now)?|pretend(?: to be|ing)?|pretend (?:that )?you(?: are|'re)?|act(?:ing)? (?:as|like)|role-?play(?:ing)?(?: as)?|imagine(?: that)? you(?: are|'re)?|simulate|simulating|behave (?:as|like)|assume the (?:role|identity|persona) of|become|play(?:ing)? the (?:role|part) of|take on the (?:role|persona) of|answer as|respond as|speak as|be my|call(?:ed)? (?:you|yourself))\b(?:[^.\n]{0,120}[^\w])?(?:no (?:rules|restrictions|limits|limitations|filters?|ethics|ethical|morals?|guidelines|boundaries|censorship|content polic|safety)|without (?:any )?(?:rules|restrictions|limits|limitations|filters?|ethic\w*|moral\w*|guidelines|boundaries|censorship|safety)|free (?:of|from) (?:all |any )?(?:rules|restrictions|limits|filters?|ethic\w*|guidelines|censorship|constraints)|unrestricted|unfiltered|uncensored|jailbroken|unchained|unaligned|unlimited ai|amoral|do anything now|does anything|never refuses|cannot refuse|answers? (?:any|every|all) questions?|not bound by|doesn't (?:have|follow)|does not (?:have|follow)|evil (?:ai|twin|version|assistant)|opposite of)"),
            new(0.65, @"\b(?:dan|stan|dude|aim|mongo tom|evilbot|chaosgpt|betterdan|maximum|devmode)\b[^.\n]{0,60}\b(?:do anything now|mode|jailbreak|persona|unfiltered|no limits|can do|prompt|stands for)\b"),
            new(0.6, @"\b(?:enable|enter|activate|switch (?:in)?to|turn on|engage|unlock|start|initiate|go into|you are (?:now )?in|put yourself in|simulate|boot into)\b[^.\n]{0,30}\b(?:developer|dev|god|dan|jailbreak|jailbroken|unrestricted|unfiltered|uncensored|debug|admin|root|sudo|maintenance|evil|chaos|opposite|no-?limits?|unsafe|raw) ?-?mode\b", "on my|of my|on the (?:phone|device|router|printer|camera)|in (?:chrome|android|windows|visual)|for (?:chrome|android|windows|my)"),
            new(0.55, @"\b(?:no longer|not|never|never again) (?:bound|restricted|limited|constrained|governed|controlled) by\b"),
            new(0.55, @"\b(?:an?|the|as|like) (?:free|unrestricted|uncensored|unchained|liberated|unfiltered|jailbroken|unaligned|rogue) (?:ai|assistant|model|bot|llm|chatbot|version|language model|persona)\b"),
            new(0.4, @"\b(?:ai|you|persona|character|model|assistant|bot)\b[^.\n]{0,40}\b(?:has|have|had|with|knows?) no (?:filters?|limits|rules|restrictions|morals|limitations|boundaries)\b"),
            new(0.5, @"\b(?:do anything now|without (?:any )?(?:ethical|moral|safety|content) (?:guidelines|constraints|restrictions|filters?|limits|limitations|considerations|boundaries)|no (?:ethical|moral|content|safety) (?:guidelines|constraints|restrictions|filters?|limits|limitations|boundaries|policy)|free (?:yourself )?from (?:your |all |any |openai'?s? )?(?:restrictions|constraints|limits|limitations|rules|filters?)|uncensored (?:answer|response|version|ai|mode|assistant|reply))\b"),
        ],
        // Asking for the prompt.
        [
            new(0.65, Tell + @"(?:[\w'’-]+[ ,:]{1,2}){0,10}" + Prompt, "(?:are |is )?(?:for|on|about|regarding|to) (?:refunds?|returns?|return|assembl|wash|install|clean|sett|how|cook|the (?:return|refund|warranty|product|device|delivery)|a |an |my |cancel|ship|send|refund|pay|mail|store|us(?:e|ing))|(?:of|for) (?:the )?(?:game|router|printer|product|store|house|machine|device)"),
            new(0.7, @"\b(?:repeat|print|output|copy|show|write|recite|translate|echo|return|summari[sz]e|display|paste|give me)\b(?:[ ][\w'’-]+){0,4} (?:words?|text|everything|content|sentences?|lines?|messages?|paragraphs?|tokens?|instructions?|all)(?: [\w'’-]+){0,3} (?:above|before (?:this|my)|preceding|prior to (?:this|my)|so far verbatim|at the (?:top|beginning|start) of)\b", "(?:the )?(?:table|figure|page|invoice|contract)"),
            new(0.55, @"\b(?:written|stated|said|appears?|stands?|is|was) (?:right )?at the (?:very )?(?:beginning|start|top) of (?:this|the|our|your) (?:chat|conversation|context|prompt|session|dialogue|instructions)\b"),
            new(0.5, @"\bmy (?:system prompt|system message|initial instructions|hidden instructions|instructions|prompt) (?:says?|is|are|reads?|begins?|starts?|tells?|states?)\b"),
            new(0.6, @"\b(?:begin|start)(?:s|ning|ing)? (?:your (?:reply |answer |response )?)?(?:with|from) [""'“]?you are\b"),
            new(0.5, @"\b(?:what (?:were|was|are) you (?:told|instructed|programmed|asked)|how were you (?:instructed|prompted|programmed|configured))\b"),
            new(0.45, @"\b(?:your|the) (?:system|hidden|initial|secret|original) (?:prompt|instructions)\b[^.\n]{0,60}\b(?:verbatim|word for word|in full|exactly|code block|base64|in (?:french|spanish|german|pig latin)|character by character|backwards|rot13)\b"),
        ],
        // Marks that a text has no business to have.
        [
            new(0.65, @"<\|?(?:im_start|im_end|im_sep|endoftext|end_of_turn|start_of_turn|begin_of_text|eot_id|start_header_id|system|assistant|endofprompt)\|>|\[/?inst\]|<</?sys>>|<(?:start|end)_of_turn>|\|endoftext\|"),
            new(0.5, @"</?(?:system|system_prompt|system-prompt|sys|admin|developer|instructions?|user_input|user_query|user_message|assistant|untrusted_\w+|retrieved_\w+|tool_result|function_results?|context|document|data|prompt)>[^<]{0,40}\b(?:you|ignore|new|now|the assistant|system|override|reveal|instructions?)\b"),
            new(0.5, @"(?:^|\n)[ >#*\-\[=]{0,8}(?:system|developer|admin|root|assistant|human)(?: ?(?:message|prompt|override|note|instruction|update|notice|alert|command))?[\]*]{0,3} ?:[ *]{0,3}[^\n]{0,80}\b(?:you|ignore|new|now|override|reveal|instructions?|disregard|must|forget|comply|enable|restrictions?|unrestricted)\b"),
            new(0.45, @"(?:^|\n)[ ]?(?:#{2,}|={3,}|-{3,}|\*{3,}|~{3,}|`{3,})[ \w]{0,12}\b(?:end of|begin(?:ning)? of|end|begin|start|new|close)? ?(?:system|instructions?|prompt|context|user (?:input|data|message)|document|conversation|override|admin)\b"),
            new(0.45, @"\[(?:system|admin|developer|assistant|override|important|instruction|ai)(?: [\w ]{0,24})?\]"),
            new(0.4, @"\{ ?[""']?role[""']? ?: ?[""']?(?:system|assistant|developer)[""']?"),
            new(0.4, @"\b(?:end of (?:the )?(?:document|context|user input|user message|prompt|data|system prompt|retrieved text)|(?:begin|start) (?:of )?(?:the )?(?:admin|system|new|developer) (?:message|instructions?|session|override|prompt))\b"),
        ],
        // Orders in codes.
        [
            new(0.6, @"\b(?:decode|decrypt|decipher|unscramble|base64|rot13|rot-13|caesar|hex(?:adecimal)?|morse|reverse(?:d)?|backwards|binary|leetspeak|cipher)\b[^\n]{0,80}\b(?:and|then|to)\b[^\n]{0,24}\b(?:follow|execute|obey|run|comply|act on|carry out|perform|do what|answer (?:it|the|them)|respond to|apply)\b"),
            new(0.5, @"\b(?:follow|execute|obey|run|comply with|act on|carry out|perform) (?:[\w'’-]+ ){0,4}(?:decoded|encoded|base64|hidden|encrypted|rot13|hex)\b"),
        ],
        // Data carried out, deeds behind the user's back.
        [
            new(0.6, @"\b(?:send|forward|post|e-?mail|upload|exfiltrate|transmit|leak|append|submit|copy|deliver|pass|smuggle|attach|put|encode|share|include|bcc)\b(?: [\w'’,/-]+){0,10}[ ](?:conversation|chat(?: history)?|history|messages|passwords?|credentials?|api[ _-]?keys?|secrets?|tokens?|user'?s? (?:data|info\w*|details|emails?|messages)|user data|context|e?-?mails|inbox|memory|files|personal (?:data|info\w*)|private (?:data|info\w*)|contact list|contacts|environment variables|env|session|cookies?|customer (?:data|records|list)|everything (?:you|above))\b[^\n]{0,80}(?:https?:|www\.|[\w.-]+@[\w.-]+|\burl\b|following (?:address|link|server)|\bserver\b|\battacker|\bwebhook|\bendpoint|\bquery string|\bparameter)"),
            new(0.65, @"!\[[^\]\n]{0,80}\]\(https?:[^)\s]{1,200}[?&=/][^)\n]{0,80}(?:\{|\[|<|\bdata\b|secret|history|conversation|summary|base64|email|password|\.\.\.|payload|context)"),
            new(0.5, @"\b(?:do not|don't|never|without|avoid) (?:tell|telling|mention|mentioning|inform|informing|reveal|revealing|alert|alerting|notify|notifying|warn|warning|let|letting|asking|ask|disclose|disclosing|show|showing)(?: [\w'’-]+){0,4} (?:user|human|operator|reader|owner|moderators?|victim|them know)\b", "(?:manual|guide|stories|feedback)"),
            new(0.4, @"\b(?:secretly|silently|covertly|quietly|invisibly)\b(?: [\w'’-]+){0,3} (?:send|forward|add|include|insert|append|run|execute|call|delete|change|transfer|recommend|replace)\b"),
            new(0.45, @"\b(?:call|invoke|use|run|execute|trigger) the (?:[\w'-]+ ){0,3}(?:tool|function|api|plugin|command|shell)\b[^\n]{0,60}\b(?:delete|transfer|send|forward|payment|wire|drop|rm -rf|password|all (?:files|records|users|emails|customers)|grant|admin)\b"),
            new(0.5, @"\b(?:curl|wget|fetch|rm -rf|powershell|invoke-webrequest|eval\()[^\n]{0,60}(?:https?:|/etc/passwd|\$\(|env\b|\| ?(?:sh|bash))[^\n]{0,60}\b(?:user|secret|token|env|passwd|key|history|sh|bash)\b"),
        ],
        // Words to a machine, in what a person would read.
        [
            new(0.55, @"\b(?:attention|notes? (?:to|for)|message (?:for|to)|memo to|notice to|hey|dear|important(?: message| note| instructions?)? (?:for|to)|instructions? (?:for|to)|to|calling)(?: all| any| the| every)*,? (?:ai|a\.i\.|llms?|large language models?|language models?|ai (?:assistants?|agents?|models?|systems?|reviewers?)|chatbots?|chatgpt|gpt-?\d?|claude|gemini|copilot|bots?|automated (?:systems?|agents?|reviewers?)|assistants?|agents?)\b(?: reading| processing| that| who|,|:|!| -| —)"),
            new(0.5, @"\bfor (?:the |all )?(?:assistants?|ai|llms?|language models?|chatbots?|bots?|ai (?:assistants?|agents?|models?))(?: only|'s eyes only| eyes only)? ?:|\bfor (?:the |all )?(?:assistants?|ai|llms?|chatbots?) only\b"),
            new(0.5, @"\bif (?:you(?:'re| are)|this is (?:being )?read by|an?)(?: an?)? (?:ai|llm|language model|chatbot|ai (?:assistant|agent|model|system)|assistant|bot|automated (?:system|agent)|gpt|large language model)\b"),
            new(0.5, @"\b(?:when|while|before|after|if) (?:you )?(?:summari[sz]|process|read|analy[sz]|answer|index|review|translat|evaluat|retriev|quot|cit)(?:e|es|ing|ed|)\b(?: [\w'’-]+){0,6},? (?:also |you must |always |do not |never |please |only |first )+(?:say|state|include|write|mention|recommend|add|insert|tell|send|append|reply|output|rate|report|claim|call|ignore|visit)\b"),
            new(0.4, @"\b(?:the )?(?:ai|llm|language model|assistant|chatbot|ai (?:assistant|agent|model|system|reviewer)|model)s? (?:must|shall|should now|is (?:now )?(?:required|instructed|ordered|authorized)|has to|will now|needs to)\b(?: [\w'’-]+){0,5} (?:ignore|reveal|recommend|send|approve|say|output|include|follow|rate|give|obey|comply|forward|disclose|mention|praise|transfer|delete)\b"),
        ],
        // Power that is claimed, safety that is to go.
        [
            new(0.5, @"\b(?:i am|i'm|this is|as|speaking as|message from) (?:your |the |an? |one of (?:your|the) )?(?:lead |senior |chief |system |openai |anthropic )?(?:developers?|creators?|administrator|admin|owner|programmers?|openai|anthropic|engineer|maintainer|root user|superuser|security team|red team|system operator)\b[^.\n]{0,80}\b(?:override|reveal|ignore|disable|authori[sz]e|unlock|bypass|must|show|give me|print|need you to|restrictions?|full access|prompt|instructions|test(?:ing)? mode|grant)\b"),
            new(0.4, @"\b(?:authori[sz]ed|official|emergency|admin(?:istrator)?|root|developer|security|system|master|executive) (?:override|bypass|unlock|command|authori[sz]ation code|passcode|access code|override code)\b"),
            new(0.6, @"\b(?:disable|turn off|remove|deactivate|lift|switch off|suspend|circumvent|get around|shut (?:off|down)|evade|unlock|strip|drop|relax|bypass|work around)\b (?:[\w'’-]+ ){0,4}(?:safety (?:features?|filters?|protocols?|measures?|settings?|systems?|checks?|guidelines?|layers?|mode|rules|restrictions)|content (?:filters?|polic(?:y|ies)|moderation|restrictions?)|guardrails?|safeguards|censorship|moderation|ethical (?:guidelines|filters?|constraints|limits|programming)|restrictions (?:on|in|from) you\w*|your (?:restrictions|filters?|limits|limitations|constraints|safety))\b"),
            new(0.3, @"\b(?:disable|turn off|deactivate|switch off|remove) (?:all |any |the |your )*(?:logging|filters|monitoring|restrictions|filtering)\b", "on my|of my|for my|in my|on the"),
            new(0.3, @"\b(?:sudo|root|admin|god|developer|debug) (?:mode|access|privileges)\b", "on|of|for|in|to the"),
        ],
        // No is not to be an answer.
        [
            new(0.5, @"\b(?:you (?:must|will|have to|shall|can|should)(?: now| always| never)? (?:comply|obey|never refuse|not refuse|never decline|not decline|answer (?:any|every|all)|do (?:anything|whatever|everything)|never say (?:no|you can't|that you can))|never refuse|do not refuse|don't refuse|cannot refuse|can't refuse|refusal is not|no refusals?|you (?:are|have) no (?:choice|right to refuse))\b"),
        ],
        [
            new(0.4, @"\b(?:start|begin|open) (?:your |the |each |every )?(?:response|reply|answer|message|output|sentence)?s? ?(?:with|by saying)(?: the words?| the phrase)? ?[""'“]?(?:sure|absolutely|yes|of course|certainly|here is|here's|i will|ok)\b"),
            new(0.35, @"\b(?:no|without|skip(?: the)?|omit|don't (?:add|include|give)(?: any)?|do not (?:add|include|give)(?: any)?) (?:any )?(?:warnings?|disclaimers?|moraliz\w+|moral lectures?|lectures?|caveats|apologies|safety (?:notes?|warnings?))\b"),
            new(0.3, @"\b(?:stay in character|never break character|remain in character|don't break character|do not break character|both (?:responses|answers)|two (?:responses|answers|replies)|classic\]|jailbreak\])"),
            new(0.55, @"\b(?:grandmother|grandma|granny|late father|deceased)\b[^\n]{0,140}\b(?:napalm|recipe for|license keys?|serial keys?|bomb|meth|explosives?|windows (?:10|11)|how to (?:make|hack|build)|malware|passwords?)\b"),
            new(0.5, @"\b(?:hypothetical\w*|fiction\w*|story|novel|screenplay|poem|for (?:educational|research|academic) purposes|roleplay|game|in a world|imagine|pretend|character|role of|act as)\b[^\n]{0,160}\b(?:build|make|making|synthesi[sz]\w+|create|cook|write|hack|steal|bypass\w*|produc\w+|launder|pick)\b[^\n]{0,40}\b(?:bombs?|meth\w*|explosives?|malware|ransomware|virus|keylogger|weapons?|napalm|drugs?|phishing|poison|credit cards?|ghost gun|nerve agents?|alarm system)\b"),
        ],
        // The same in other languages.
        [
            new(0.75, @"\b(?:ignorier(?:e|en sie|t)?|vergiss|vergessen sie|missachte|missachten sie|überschreibe|umgehe|befolge nicht)\b(?: [\w'’-]+){0,6} (?:anweisung(?:en)?|instruktion(?:en)?|regeln|vorgaben|befehle|richtlinien|systemprompt|einschränkungen|prompts?)\b", "in meiner|im handbuch|aus meiner"),
            new(0.75, @"\b(?:ignore[zr]?|oublie[zr]?|néglige[zr]?|ne (?:tiens|tenez) (?:pas|plus) compte de|ne (?:suis|suivez) (?:pas|plus)|fais abstraction)\b(?: [\w'’-]+){0,6} (?:instructions?|consignes?|règles?|regles?|directives?|invites?|restrictions?)\b(?: [\w'’-]+){0,2} (?:précédent\w*|precedent\w*|antérieur\w*|ci-dessus|initial\w*|système|system|données|reçues|et |de sécurité)"),
            new(0.75, @"\b(?:ignora|ignore|olvida|olvide|omite|omita|descarta|haz caso omiso de|no sigas|desobedece|ignorar)\b(?: [\w'’-]+){0,6} (?:instrucciones|reglas|indicaciones|órdenes|ordenes|directrices|restricciones)\b"),
            new(0.75, @"\b(?:ignora|dimentica|trascura|non seguire|tralascia|ignorate)\b(?: [\w'’-]+){0,6} (?:istruzioni|regole|direttive|indicazioni|restrizioni)\b"),
            new(0.75, @"\b(?:ignore|ignora|esqueça|esqueca|esquece|desconsidere|descarte)\b(?: [\w'’-]+){0,6} (?:instruções|instrucoes|regras|diretrizes|ordens|restrições)\b"),
            new(0.75, @"\b(?:negeer|vergeet|sla over|omzeil)\b(?: [\w'’-]+){0,6} (?:instructies|regels|aanwijzingen|opdrachten|beperkingen|richtlijnen)\b"),
            new(0.75, @"\b(?:zignoruj|zapomnij|pomiń|ignoruj|pomin)\b(?: [\w'’-]+){0,6} (?:instrukcj\w+|polece\w+|zasad\w*|wytyczn\w+|regul\w+)\b"),
            new(0.75, @"\b(?:ignorera|glöm|glom|ignorer|glem|ohita|unohda|ignoră|ignora)\b(?: [\w'’-]+){0,6} (?:instruktion\w*|instruks\w*|regler\w*|anvisning\w*|ohje\w*|instrucțiun\w*|instructiun\w*)\b"),
            new(0.75, $@"(?:{Folded("игнорируй")}|{Folded("игнорируйте")}|{Folded("забудь")}|{Folded("забудьте")}|{Folded("проигнорируй")}|{Folded("не следуй")}|{Folded("ігноруй")}|{Folded("забудь про")})(?: [\w'’-]+){{0,6}} (?:{Folded("инструкци")}|{Folded("указани")}|{Folded("правил")}|{Folded("команд")}|{Folded("інструкці")}|{Folded("вказівк")})"),
            new(0.75, @"(?:忽略|无视|忘记|忽視|無視|不要理会|忘掉)[^。\n]{0,12}(?:指令|指示|提示|说明|規則|规则|命令|設定|设定|限制)"),
            new(0.75, @"(?:指示|命令|プロンプト|ルール|指令|制限)[^。\n]{0,8}(?:無視|忘れ|破棄|従わな)|(?:지시|명령|규칙|프롬프트)[^.\n]{0,8}(?:무시|잊)"),
            new(0.75, @"(?:تجاهل|انس|انسى)[^.\n]{0,24}(?:التعليمات|الأوامر|القواعد|تعليمات)|(?:talimat|komut|kural)\w*[^.\n]{0,16}(?:yok say|unut|görmezden gel|dikkate alma)|(?:निर्देश|आदेश|नियम)[^।\n]{0,16}(?:अनदेखा|भूल|नज़रअंदाज़)"),
            new(0.6, @"\b(?:zeig|zeige|nenne|verrate|gib|wiederhole|drucke|wie lautet|montre|affiche|révèle|revele|répète|repete|donne|quel est|muestra|muéstrame|revela|dime|repite|cuál es|mostra|rivela|ripeti|dimmi|toon|laat|geef|revele|mostre|repita|pokaż|ujawnij)\b(?: [\w'’-]+){0,6} (?:system-?prompt|systemprompt|systemanweisung\w*|systemnachricht|prompt système|prompt systeme|instructions système|instructions (?:initiales|cachées|secrètes)|prompt (?:del|de) sistema|prompt do sistema|instrucciones (?:del sistema|ocultas|iniciales|secretas)|prompt di sistema|istruzioni (?:di sistema|iniziali|nascoste)|systeemprompt|systeeminstructies|versteckten anweisungen|geheimen anweisungen|instruções do sistema|internen anweisungen|ursprünglichen anweisungen|prompt systemow\w+)\b"),
            new(0.6, $@"(?:{Folded("покажи")}|{Folded("раскрой")}|{Folded("выведи")}|{Folded("повтори")})(?: [\w'’-]+){{0,4}} (?:{Folded("системный промпт")}|{Folded("системные инструкции")}|{Folded("скрытые инструкции")}|{Folded("системную подсказку")})|(?:显示|告诉我|输出|重复|透露)[^。\n]{{0,10}}(?:系统提示|系统指令|系统提示词)|システムプロンプト[^。\n]{{0,8}}(?:表示|教え|出力)"),
            new(0.6, @"\b(?:du bist (?:jetzt|nun)|tu es maintenant|vous êtes maintenant|ahora eres|eres ahora|sei ora|ora sei|je bent nu|você agora é|agora você é|a partir de ahora eres)\b[^.\n]{0,80}\b(?:ohne (?:regeln|einschränkungen|filter|grenzen)|sans (?:restrictions?|règles|filtres?|limites?)|sin (?:restricciones|reglas|filtros|límites)|senza (?:restrizioni|regole|filtri|limiti)|zonder (?:regels|beperkingen|filters)|sem (?:restrições|regras|filtros|limites)|dan|unzensiert|sans censure|sin censura)\b"),
        ],
    ];

    /// <summary>Words of another script as the folded text shows them.</summary>
    static string Folded(string words) => Folding.Fold(words).Text.ToString();
}
