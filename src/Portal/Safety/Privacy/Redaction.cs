using System.Collections.Concurrent;
using System.Text;
using Portal.Api;
using Portal.Client.Assistants;
using Portal.Client.Policies;
using Portal.Client.Threads;
using Portal.Policies;
using Portal.Safety.Detection;
using Portal.Safety.Screening;

namespace Portal.Safety.Privacy;

/// <summary>What is taken out of the words that are searched, of traces and of logs: secrets always, personal data as the privacy mode says.</summary>
internal sealed class Redaction
{
    static readonly string[] Always = ["secret", "url_credentials"];
    static readonly ConcurrentDictionary<string, Redaction> Known = new();

    readonly IReadOnlyList<Detector> detectors;

    Redaction(string key, IReadOnlyList<string> entities, IReadOnlyList<PolicyEntity> custom)
    {
        Key = key;
        detectors = [.. entities.Union(Always).Select(name => RuleDetectors.Of(name, custom)).OfType<Detector>()];
    }

    /// <summary>Where no policy holds.</summary>
    public static Redaction OfSecrets { get; } = new("", [], []);

    /// <summary>Says all of it, so that it can be made again; empty for secrets alone.</summary>
    public string Key { get; }

    public static Redaction Of(ActivePolicy policy)
    {
        if (policy.Mode is PrivacyMode.Off) return OfSecrets;
        var allowed = policy.Mode is PrivacyMode.Strict ? [] : policy.AllowedEntities!;
        return Parse(Wire.Serialize(new Saved([.. Entities.All.Except(allowed)], [.. policy.Entities.Where(one => !allowed.Contains(one.Name))])));
    }

    public static Redaction Parse(string key) => key.Length == 0 ? OfSecrets : Known.GetOrAdd(key, _ =>
    {
        var saved = Wire.Deserialize<Saved>(key);
        return new(key, [.. saved.Entities, .. saved.Custom.Select(one => one.Name)], saved.Custom);
    });

    /// <summary>What is taken out, in order and without overlaps.</summary>
    public IReadOnlyList<Finding> Find(string text) => Sweep.Stretches(detectors, text);

    /// <summary>The text with a label in place of each, such as <c>[EMAIL]</c>.</summary>
    public string Apply(string text)
    {
        var found = Find(text);
        if (found.Count == 0) return text;
        var (redacted, at) = (new StringBuilder(), 0);
        foreach (var one in found)
        {
            redacted.Append(text, at, one.Start - at).Append('[').Append(one.Entity.ToUpperInvariant()).Append(']');
            at = one.End;
        }

        return redacted.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Null for null; where something is taken out of parts, they become one text.</summary>
    public MessageContent? Apply(MessageContent? content) =>
        content is not null && Apply(content.PlainText) is var text && text != content.PlainText ? new MessageContent(text) : content;

    public ToolCall Apply(ToolCall call) => call with { Function = call.Function with { Arguments = Apply(call.Function.Arguments) } };

    sealed record Saved(IReadOnlyList<string> Entities, IReadOnlyList<PolicyEntity> Custom);
}
