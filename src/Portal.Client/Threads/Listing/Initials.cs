using System.Globalization;

namespace Portal.Client.Threads.Listing;

static class Initials
{
    /// <summary>Of the first and the last word of a name, whatever its script: "Ada King Lovelace" → "AL".</summary>
    public static string Of(string name)
    {
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => "?",
            [var only] => First(only),
            [var first, .., var last] => First(first) + First(last),
        };
    }

    static string First(string word) => StringInfo.GetNextTextElement(word).ToUpper(CultureInfo.CurrentCulture);
}
