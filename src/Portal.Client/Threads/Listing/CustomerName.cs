namespace Portal.Client.Threads.Listing;

/// <summary>Who the customer is, as far as a thread's metadata tells.</summary>
static class CustomerName
{
    static readonly string[] Keys = ["customer_name", "customer", "name", "email"];

    /// <summary>The first of the usual keys that holds a text; null where none does.</summary>
    public static string? Of(IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var key in Keys)
            if (metadata.TryGetValue(key, out var text) && !string.IsNullOrWhiteSpace(text)) return text.Trim();
        return null;
    }
}
