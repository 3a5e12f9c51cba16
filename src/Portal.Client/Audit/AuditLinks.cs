namespace Portal.Client.Audit;

/// <summary>The page of what a row is about.</summary>
static class AuditLinks
{
    /// <summary>Null where there is no page of it.</summary>
    public static string? Of(AuditTarget target, string? projectId) => (target.Type, projectId) switch
    {
        ("project", _) => $"projects/{Part(target)}",
        ("assistant", _) => $"assistants/{Part(target)}",
        ("thread", _) => $"threads/{Part(target)}",
        ("run", _) => $"runs/{Part(target)}",
        ("provider", _) => $"providers?provider={Part(target)}",
        ("model", _) => $"providers?model={Part(target)}",
        ("user", _) => $"people?user={Part(target)}",
        ("alert", _) => $"alerts?alert={Part(target)}",
        ("webhook" or "alert_settings", _) => "alerts/delivery",
        ("key", null) => "keys",
        ("key", not null) => $"projects/{Uri.EscapeDataString(projectId)}?tab=keys",
        _ => null,
    };

    static string Part(AuditTarget target) => Uri.EscapeDataString(target.Id);
}
