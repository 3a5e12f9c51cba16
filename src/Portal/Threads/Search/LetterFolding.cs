using System.Collections.Frozen;

namespace Portal.Threads.Search;

/// <summary>
/// Letters without their accents, as people leave them out when they search. The runtime carries no such table while it
/// knows no cultures, so the letters of the Latin, Greek and Cyrillic scripts stand here.
/// </summary>
internal static class LetterFolding
{
    /// <summary>A letter, and those that count as it.</summary>
    const string Groups = """
        aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ bḃḅḇ cçćĉċčḉ dðďđḋḍḏḑḓ eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģǧǵḡ hĥħȟḣḥḧḩḫẖ
        iìíîïĩīĭįıǐȉȋḭḯỉị jĵǰ kķǩḱḳḵ lĺļľłḷḹḻḽ mḿṁṃ nñńņňǹṅṇṉṋ oòóôõöøōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợǿ pṕṗ rŕŗřȑȓṙṛṝṟ
        sśŝşšſșṡṣṥṧṩẛ tţťŧțṫṭṯṱẗ uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕ
        αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ βϐ εέϵἐἑἒἓἔἕὲέ ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ θϑ ιΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ κϰ οόὀὁὂὃὄὅὸό πϖ
        ρϱῤῥ ςϲ σς υΰϋύϒϓϔὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ φϕ ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ аӑӓ гѓ еѐёӗ жӂӝ зӟ ийѝӣӥ кќ оӧ уўӯӱӳ чӵ ыӹ эӭ
        ії ѵѷ әӛ өӫ
        """;

    static readonly FrozenDictionary<char, char> Plain = Groups.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(group => group.Skip(1).Select(letter => KeyValuePair.Create(letter, group[0]))).ToFrozenDictionary();

    /// <summary>The letter in small and without accent, mostly one.</summary>
    public static string Fold(char letter)
    {
        var small = char.ToLowerInvariant(letter);
        if (small < 128) return Ascii[small];
        return small switch
        {
            'ß' or 'ẞ' => "ss",
            'æ' or 'ǽ' or 'ǣ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            _ => Plain.TryGetValue(small, out var plain) ? plain.ToString() : small.ToString(),
        };
    }

    static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];
}
