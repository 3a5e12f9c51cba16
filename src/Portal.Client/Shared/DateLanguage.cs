namespace Portal.Client.Shared;

/// <summary>
/// How dates and spans of time read in a language. The portal's text is English and carries no culture data, so the few
/// words that dates need stand here.
/// </summary>
/// <param name="Name">In the language itself.</param>
/// <param name="Day">A day: <c>{0}</c> its number, <c>{1}</c> the month's name, <c>{2}</c> the year, <c>{3}</c> the month's number of two digits, <c>{4}</c> the day's.</param>
/// <param name="Ago">A span that has passed: <c>{0}</c> is the span.</param>
/// <param name="Ahead">A span to come.</param>
/// <param name="Units">Minutes, hours and days, short.</param>
/// <param name="TwelveHours">Whether hours are counted to twelve.</param>
public sealed record DateLanguage(
    string Code, string Name, string Day, IReadOnlyList<string> Months, string Now, string Ago, string Ahead, IReadOnlyList<string> Units, bool TwelveHours = false)
{
    static readonly string[] EnglishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    static readonly string[] EnglishUnits = ["min", "h", "d"];

    public static readonly DateLanguage English = new("en", "English", "{0} {1} {2}", EnglishMonths, "just now", "{0} ago", "in {0}", EnglishUnits);

    public static readonly IReadOnlyList<DateLanguage> All =
    [
        English,
        English with { Code = "en-US", Name = "English (United States)", Day = "{1} {0}, {2}", TwelveHours = true },
        English with { Code = "iso", Name = "Year-month-day", Day = "{2}-{3}-{4}" },
        new("de", "Deutsch", "{0}. {1} {2}", ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."], "gerade eben", "vor {0}", "in {0}", ["Min.", "Std.", "T."]),
        new("es", "Español", "{0} {1} {2}", ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"], "ahora mismo", "hace {0}", "en {0}", ["min", "h", "d"]),
        new("fr", "Français", "{0} {1} {2}", ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."], "à l’instant", "il y a {0}", "dans {0}", ["min", "h", "j"]),
        new("it", "Italiano", "{0} {1} {2}", ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"], "adesso", "{0} fa", "tra {0}", ["min", "h", "g"]),
        new("nl", "Nederlands", "{0} {1} {2}", ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"], "zojuist", "{0} geleden", "over {0}", ["min", "u", "d"]),
        new("pt", "Português", "{0} de {1} de {2}", ["jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."], "agora mesmo", "há {0}", "em {0}", ["min", "h", "d"]),
    ];

    public static readonly IReadOnlyList<string> Codes = [.. All.Select(language => language.Code)];

    /// <param name="code">Null is the language of the page; an unknown one is English.</param>
    public static DateLanguage Of(string? code)
    {
        var chosen = code ?? Layout.Language.PrimaryOf(Layout.Language.Current);
        return All.FirstOrDefault(language => language.Code == chosen) ?? English;
    }

    public string DayOf(DateTimeOffset moment) =>
        string.Format(null, Day, moment.Day, Months[moment.Month - 1], moment.Year, moment.Month.ToString("00"), moment.Day.ToString("00"));

    public string TimeOf(DateTimeOffset moment) => moment.ToString(TwelveHours ? "h:mm:ss tt" : "HH:mm:ss");

    public string Relative(DateTimeOffset moment, DateTimeOffset now)
    {
        var past = now - moment;
        var span = past.Duration();
        if (span.TotalSeconds < 45) return Now;
        if (span.TotalDays >= 30) return DayOf(moment);
        var length = span switch
        {
            { TotalMinutes: < 60 } => $"{Math.Max(1, (int)span.TotalMinutes)} {Units[0]}",
            { TotalHours: < 24 } => $"{(int)span.TotalHours} {Units[1]}",
            _ => $"{(int)span.TotalDays} {Units[2]}",
        };
        return string.Format(null, past < TimeSpan.Zero ? Ahead : Ago, length);
    }
}
