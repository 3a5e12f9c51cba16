using Portal.Client.Shared;

namespace Portal.Client.Assistants;

static class AssistantWording
{
    public static (string Text, Tone Tone, string Hint) State(Assistant assistant) => assistant switch
    {
        { Archived: true } => ("Archived", Tone.Neutral, "Its threads stay readable; it answers no more."),
        { Paused: true } => ("Paused", Tone.Warning, "New replies are refused until somebody resumes it."),
        _ => ("Active", Tone.Good, "It answers."),
    };

    /// <summary>What has no effect in this release, said before it is set; the server's list names what a saved assistant has set of it.</summary>
    public static readonly IReadOnlyList<string> NotInForceYet =
        ["memory.summary_method", "memory.vector_store_ids", "tools.code_interpreter"];

    public static bool Holds(IReadOnlyList<string> notInForce, string path) =>
        notInForce.Any(named => named == path || path.StartsWith(named + ".", StringComparison.Ordinal));

    /// <summary><c>persona.tone</c> → "Tone", <c>tools.find_order.parameters</c> → "Tool find_order: parameters".</summary>
    public static string OfField(string field) => field.Split('.') switch
    {
        ["persona", var part] => Wording.OfWord(part),
        ["tools", var name, .. var rest] => Named("Tool", name, rest),
        ["variables", var name, .. var rest] => Named("Variable", name, rest),
        ["metadata", .. var rest] => $"Metadata: {string.Join('.', rest)}",
        [var section, .. var rest] when rest.Length > 0 => $"{Wording.OfWord(section)}: {Words(rest)}",
        _ => Wording.OfWord(field),
    };

    public static bool IsCode(string field) => field.EndsWith(".parameters", StringComparison.Ordinal);

    static string Named(string kind, string name, string[] rest) => rest.Length == 0 ? $"{kind} {name}" : $"{kind} {name}: {Words(rest)}";

    static string Words(string[] parts) => string.Join(' ', parts).Replace('_', ' ');
}
