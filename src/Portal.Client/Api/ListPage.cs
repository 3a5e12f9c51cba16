using System.Text.Json.Serialization;

namespace Portal.Client.Api;

/// <summary>One page of a list.</summary>
/// <param name="FirstId">The cursor for <c>before</c>; null where the page is empty.</param>
/// <param name="LastId">The cursor for <c>after</c>; null where the page is empty.</param>
/// <param name="HasMore">The list goes on in the direction that was read.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Data, string? FirstId, string? LastId, bool HasMore)
{
    public string Object => "list";
}

/// <summary>Keyset paging: ids, never offsets.</summary>
/// <param name="Limit">1–100.</param>
/// <param name="Ascending">Oldest first when true; newest first otherwise.</param>
/// <param name="After">The page begins after this id, in the order asked for.</param>
/// <param name="Before">The page ends before this id, in the order asked for.</param>
/// <param name="Sort">What is sorted by, in the words of the list; null for the time of making.</param>
public sealed record ListQuery(int Limit = 20, bool Ascending = false, string? After = null, string? Before = null, string? Sort = null)
{
    public static readonly ListQuery Default = new();
}

/// <summary>The answer to a DELETE: <c>{id, object:"&lt;type&gt;.deleted", deleted:true}</c>.</summary>
public sealed record Deleted(string Id, string Object)
{
    [JsonPropertyName("deleted")]
    public bool IsDeleted => true;
}
