using System.Text;
using Portal.Policies;
using Portal.Safety.Detection;
using Portal.Safety.Screening;

namespace Portal.Safety.Privacy;

/// <summary>
/// The names under which a model knows the personal data of a thread, such as <c>[EMAIL_1]</c>: the same data has the same
/// name in all of the thread, so that the model can still tell one from another.
/// </summary>
internal sealed class Pseudonyms
{
    /// <summary>No entity's name is longer than 64, no number has more digits than an integer.</summary>
    public const int Longest = 80;

    readonly IReadOnlyList<Detector> detectors;
    readonly HashSet<string> allowed;
    readonly Dictionary<(string Entity, string Value), string> names = [];
    readonly Dictionary<string, (string Entity, string Value)> values = [];
    readonly Dictionary<string, int> last = [];
    readonly List<Pseudonym> added = [];

    public Pseudonyms(ActivePolicy policy, IEnumerable<Pseudonym> known)
    {
        detectors = [.. Entities.All.Concat(policy.Entities.Select(entity => entity.Name)).Select(name => RuleDetectors.Of(name, policy.Entities)!)];
        allowed = (policy.AllowedEntities ?? []).ToHashSet();
        foreach (var one in known) Keep(one);
    }

    /// <summary>Those that were given since it was made.</summary>
    public IReadOnlyList<Pseudonym> Added => added;

    /// <summary>The text with names in place of personal data.</summary>
    public string Hide(string text)
    {
        var (hidden, at) = (new StringBuilder(), 0);
        foreach (var found in Sweep.Stretches(detectors, text))
        {
            hidden.Append(text, at, found.Start - at).Append(NameOf(found.Entity, text[found.Start..found.End]));
            at = found.End;
        }

        return hidden.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>A whole text with the data in place of the names, as far as the policy allows.</summary>
    public string Reveal(string text)
    {
        var reader = Read();
        return reader.Push(text) + reader.Finish();
    }

    /// <summary>The same for a text that comes in pieces.</summary>
    public PseudonymReader Read() => new(name => values.TryGetValue(name, out var known) && allowed.Contains(known.Entity) ? known.Value : null);

    string NameOf(string entity, string value)
    {
        if (names.TryGetValue((entity, value), out var name)) return name;
        var made = new Pseudonym($"[{entity.ToUpperInvariant()}_{last.GetValueOrDefault(entity) + 1}]", entity, value);
        Keep(made);
        added.Add(made);
        return made.Name;
    }

    void Keep(Pseudonym one)
    {
        names[(one.Entity, one.Value)] = one.Name;
        values[one.Name] = (one.Entity, one.Value);
        last[one.Entity] = last.GetValueOrDefault(one.Entity) + 1;
    }
}

/// <param name="Name">Such as <c>[EMAIL_1]</c>.</param>
internal sealed record Pseudonym(string Name, string Entity, string Value);

/// <summary>Puts data in the place of names in a text that comes in pieces; what may be the beginning of a name waits.</summary>
/// <param name="find">The data of a name; null where the name stays.</param>
internal sealed class PseudonymReader(Func<string, string?> find)
{
    string held = "";

    public string Push(string chunk)
    {
        held += chunk;
        return Release(last: false);
    }

    public string Finish() => Release(last: true);

    string Release(bool last)
    {
        var (text, at) = (new StringBuilder(), 0);
        while (held.IndexOf('[', at) is >= 0 and var open)
        {
            text.Append(held, at, open - at);
            at = open;
            var end = held.IndexOfAny([']', '['], open + 1);
            if (end < 0 && !last && held.Length - open <= Pseudonyms.Longest) break;
            var name = end > 0 && held[end] == ']' ? held[open..(end + 1)] : "[";
            text.Append(find(name) ?? name);
            at += name.Length;
            if (name == "[") continue;
        }

        if (last || held.IndexOf('[', at) < 0)
        {
            text.Append(held, at, held.Length - at);
            at = held.Length;
        }

        held = held[at..];
        return text.ToString();
    }
}
