using Portal.Access;

namespace Portal.Desk;

/// <summary>Which projects a desk spans, and in which of them its caller may chat; null is all.</summary>
internal sealed record DeskReach(IReadOnlyList<string>? Readable, IReadOnlyList<string>? Writable)
{
    /// <summary>Null where the caller may read nothing of what is asked for.</summary>
    /// <param name="projectId">Null for all projects.</param>
    public static DeskReach? Of(Caller caller, string? projectId)
    {
        var allowed = projectId is null ? caller.Check(Permission.ReadConversations) : caller.Check(Permission.ReadConversations, projectId);
        if (allowed is not null) return null;
        if (projectId is not null) return new([projectId], caller.Holds(Permission.Chat, projectId) ? [projectId] : []);
        return new(
            caller.ProjectsWith(Permission.ReadConversations)?.Order(StringComparer.Ordinal).ToList(),
            caller.VisibleProjects is null && caller.Check(Permission.Chat) is not null ? [] : caller.ProjectsWith(Permission.Chat)?.Order(StringComparer.Ordinal).ToList());
    }

    public bool Covers(string projectId) => Readable is null || Readable.Contains(projectId);

    public bool MayChat(string projectId) => Writable is null || Writable.Contains(projectId);

    public bool IsSame(DeskReach? other) => other is not null && Same(Readable, other.Readable) && Same(Writable, other.Writable);

    static bool Same(IReadOnlyList<string>? one, IReadOnlyList<string>? other) =>
        one is null || other is null ? one is null && other is null : one.SequenceEqual(other);
}
