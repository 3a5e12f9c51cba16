using Portal.Client.Assistants;
using Portal.Client.Threads;

namespace Portal.Client.CannedReplies;

/// <summary>What stands for the variables of a canned reply; blank for what is not known.</summary>
/// <param name="Today">In words, such as Monday, 23 November 2026.</param>
public sealed record CannedReplyValues(
    string? CustomerName, string? UserName, string? ThreadTitle, IReadOnlyDictionary<string, string> Metadata, string? Today)
{
    /// <summary>The metadata keys that a customer's name may be under, the first that is there.</summary>
    static readonly string[] NameKeys = ["customer_name", "customer.name", "customer", "name"];

    public static CannedReplyValues Of(ChatThread thread, string? userName, string? today) => new(
        NameKeys.Select(key => thread.Metadata.GetValueOrDefault(key)).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)),
        userName, thread.Title, thread.Metadata, today);
}

/// <param name="Unknown">The names of the variables that nothing stood for, each once; they are still in the text, braces and all.</param>
public sealed record FilledReply(string Text, IReadOnlyList<string> Unknown);

/// <summary>Fills in the variables of a canned reply, before it is sent: what stands for one is not read again.</summary>
public static class CannedReplyText
{
    const string MetadataPrefix = "metadata.";

    /// <summary>The variables that there are; of the metadata, any key.</summary>
    public static readonly IReadOnlyList<string> Variables = ["customer.name", "user.name", "thread.title", $"{MetadataPrefix}key", "today"];

    public static FilledReply Fill(string text, CannedReplyValues values)
    {
        var unknown = PromptText.Names([text]).Where(name => ValueOf(name, values) is null).ToList();
        return new(PromptText.Fill(text, name => ValueOf(name, values)), unknown);
    }

    /// <summary>The names in a text that are no variables, whatever the thread, for whoever writes the text.</summary>
    public static IReadOnlyList<string> Misspelled(string text) => [.. PromptText.Names([text]).Where(name => !IsVariable(name))];

    static bool IsVariable(string name) => name.StartsWith(MetadataPrefix, StringComparison.Ordinal)
        ? name.Length > MetadataPrefix.Length
        : Variables.Contains(name);

    static string? ValueOf(string name, CannedReplyValues values)
    {
        var value = name switch
        {
            "customer.name" => values.CustomerName,
            "user.name" => values.UserName,
            "thread.title" => values.ThreadTitle,
            "today" => values.Today,
            _ when name.StartsWith(MetadataPrefix, StringComparison.Ordinal) => values.Metadata.GetValueOrDefault(name[MetadataPrefix.Length..]),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
