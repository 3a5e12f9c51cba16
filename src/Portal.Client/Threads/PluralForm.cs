namespace Portal.Client.Threads;

/// <summary>Which form of a noun a whole number takes, by the rules of the Unicode CLDR for cardinal numbers.</summary>
static class PluralForm
{
    public static string Of(string language, long count)
    {
        var (tens, hundreds) = (count % 10, count % 100);
        return language switch
        {
            "ja" or "zh" or "ko" or "vi" or "th" or "id" => "other",
            "fr" or "pt" => count is 0 or 1 ? "one" : "other",
            "ru" or "uk" or "be" when tens == 1 && hundreds != 11 => "one",
            "ru" or "uk" or "be" when tens is >= 2 and <= 4 && hundreds is < 12 or > 14 => "few",
            "ru" or "uk" or "be" => "many",
            "pl" when count == 1 => "one",
            "pl" when tens is >= 2 and <= 4 && hundreds is < 12 or > 14 => "few",
            "pl" => "many",
            "cs" or "sk" when count is >= 2 and <= 4 => "few",
            "ar" when count == 0 => "zero",
            "ar" when count == 2 => "two",
            "ar" when hundreds is >= 3 and <= 10 => "few",
            "ar" when hundreds >= 11 => "many",
            "he" when count == 2 => "two",
            _ => count == 1 ? "one" : "other",
        };
    }
}
