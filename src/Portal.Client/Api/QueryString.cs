using System.Text;

namespace Portal.Client.Api;

/// <summary>Builds <c>?name=value&amp;…</c>, leaving out what is null.</summary>
sealed class QueryString
{
    readonly StringBuilder text = new();

    public QueryString Add(string name, string? value)
    {
        if (value is not null)
            text.Append(text.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public QueryString Add(string name, long? value) => Add(name, value?.ToString());

    public QueryString Add(ListQuery query) => Add("limit", query.Limit)
        .Add("order", query.Ascending ? "asc" : "desc")
        .Add("after", query.After)
        .Add("before", query.Before)
        .Add("sort", query.Sort);

    /// <summary>An id or a name as one segment of a path.</summary>
    public static string Segment(string text) => Uri.EscapeDataString(text);

    public override string ToString() => text.ToString();
}
