namespace Portal.Client.Threads.Listing;

/// <summary>One key of threads' metadata and the value that is asked for, written as <c>priority:high</c>.</summary>
public sealed record MetadataPair(string Key, string Value)
{
    /// <summary>Null where it is no pair. A key holds no colon, a value may.</summary>
    public static MetadataPair? Parse(string? text) =>
        text?.Split(':', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } key, { Length: > 0 } value] ? new(key, value) : null;

    public override string ToString() => $"{Key}:{Value}";
}
