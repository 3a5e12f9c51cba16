using System.Text.RegularExpressions;

namespace Portal.Client.Assistants;

/// <summary>
/// Text with variables in double braces, such as <c>{{user.name}}</c>. It is filled in once: what stands for a variable is
/// not read again. A name that nothing stands for is left as it is, braces and all, so that text about templates stays sound.
/// </summary>
public static partial class PromptText
{
    /// <summary>The variables that every assistant has, and what stands for them.</summary>
    public static readonly IReadOnlyList<(string Name, string Means)> BuiltIn =
    [
        ("today", "The day of the question, such as Monday, 23 November 2026, in the organization's time zone"),
        ("time", "The time of the question, such as 14:05, with the time zone"),
        ("user.name", "The name of who asks: a person's, or a key's"),
        ("assistant.name", "The name of this assistant"),
    ];

    public static bool IsBuiltIn(string name) => BuiltIn.Any(variable => variable.Name == name);

    /// <param name="valueOf">Null for a name that nothing stands for.</param>
    public static string Fill(string text, Func<string, string?> valueOf) =>
        Placeholder.Replace(text, match => valueOf(match.Groups[1].Value.Trim()) ?? match.Value);

    /// <summary>The names in braces, each once, in order.</summary>
    public static IEnumerable<string> Names(IEnumerable<string?> texts) =>
        texts.OfType<string>().SelectMany(text => Placeholder.Matches(text).Select(match => match.Groups[1].Value.Trim())).Distinct();

    /// <summary>The names that are neither built in nor among those defined.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<string?> texts, IReadOnlyCollection<string> defined) =>
        Names(texts).Where(name => !IsBuiltIn(name) && !defined.Contains(name));

    /// <summary>The texts in which an assistant may use variables.</summary>
    public static IEnumerable<string?> Of(AssistantInput assistant) =>
        [assistant.Persona?.Tone, assistant.Persona?.Expertise, .. assistant.Persona?.Constraints ?? [], assistant.Instructions];

    [GeneratedRegex(@"\{\{([^{}\r\n]{1,100})\}\}")]
    private static partial Regex Placeholder { get; }
}
