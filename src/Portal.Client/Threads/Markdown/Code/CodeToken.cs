namespace Portal.Client.Threads.Markdown.Code;

/// <summary>What a stretch of code is; each has its colour.</summary>
enum CodeKind
{
    Plain,
    Keyword,
    Text,
    Comment,
    Number,
    /// <summary>Names of properties, keys, attributes and variables of a shell.</summary>
    Name,
    Tag,
    Added,
    Removed,
}

readonly record struct CodeToken(CodeKind Kind, int Start, int Length);
