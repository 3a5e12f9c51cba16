using System.Globalization;
using Portal.Client.Assistants;

namespace Portal.Runs;

/// <summary>For whom, when and where a prompt is composed.</summary>
/// <param name="Metadata">The thread's.</param>
internal sealed record PromptMoment(string UserName, DateTimeOffset At, TimeZoneInfo Zone, IReadOnlyDictionary<string, string> Metadata);

/// <summary>What stands for the variables of a definition at a moment.</summary>
internal sealed class PromptValues(AssistantInput assistant, PromptMoment moment)
{
    readonly DateTimeOffset local = TimeZoneInfo.ConvertTime(moment.At, moment.Zone);

    /// <summary>Null for a name that nothing stands for.</summary>
    public string? Of(string name) => Find(name)?.Value;

    public PromptValue? Find(string name)
    {
        if (BuiltIn(name) is { } builtIn) return new PromptValue(name, builtIn, PromptValueSource.BuiltIn);
        if (assistant.Variables!.FirstOrDefault(variable => variable.Name == name) is not { } defined) return null;
        return moment.Metadata.TryGetValue(name, out var given)
            ? new PromptValue(name, OneLine(given), PromptValueSource.Metadata)
            : new PromptValue(name, defined.Default ?? "", PromptValueSource.Default);
    }

    string? BuiltIn(string name) => name switch
    {
        "today" => local.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture),
        "time" => $"{local.ToString("HH:mm", CultureInfo.InvariantCulture)} ({moment.Zone.Id})",
        "user.name" => OneLine(moment.UserName),
        "assistant.name" => assistant.Name,
        _ => null,
    };

    /// <summary>What callers bring along stays within its line, so that it cannot pose as another part of the instructions.</summary>
    static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter));
}
