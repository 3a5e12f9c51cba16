using System.Globalization;

namespace Portal.Bench;

/// <summary>What is asked for on the command line.</summary>
/// <param name="Quick">Tiny sizes: shows that a verb works, not how fast the portal is.</param>
/// <param name="WriteTo">The document whose table takes the figures.</param>
/// <param name="Rows">Of the audit log or of usage; null for a million.</param>
/// <param name="File">Labelled texts for detection, as Presidio-research writes them.</param>
/// <param name="Seconds">After so long no further chaos round begins.</param>
sealed record Options(IReadOnlyCollection<string> Verbs, bool Quick, string? WriteTo, int Rounds, int Seed, string? Only, int Seconds, int? Rows, string? File)
{
    /// <summary>Beside all the other verbs, chaos takes what is left of twelve minutes.</summary>
    const int SecondsAmongAll = 330;

    /// <returns>Null where an argument is none of those known.</returns>
    public static Options? Parse(string[] args, IReadOnlyCollection<string> known)
    {
        var named = new HashSet<string>();
        var values = new Dictionary<string, string>();
        for (var index = 0; index < args.Length; index++)
        {
            if (known.Contains(args[index])) named.Add(args[index]);
            else if (args[index] == "--quick") values["--quick"] = "";
            else if (args[index] is "--write" or "--rounds" or "--seed" or "--only" or "--seconds" or "--rows" or "--file" && index + 1 < args.Length) values[args[index]] = args[++index];
            else return null;
        }

        var quick = values.ContainsKey("--quick");
        return new(
            named.Count == 0 ? known : named,
            quick,
            values.GetValueOrDefault("--write"),
            Number("--rounds", quick ? 1 : 100),
            Number("--seed", 1),
            values.GetValueOrDefault("--only"),
            Number("--seconds", named.Count == 0 ? SecondsAmongAll : int.MaxValue),
            values.ContainsKey("--rows") ? Number("--rows", 0) : null,
            values.GetValueOrDefault("--file"));

        int Number(string name, int otherwise) => values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
