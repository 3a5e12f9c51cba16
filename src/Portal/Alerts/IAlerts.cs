using System.Data;
using Portal.Client.Alerts;
using Portal.Client.Projects;

namespace Portal.Alerts;

/// <summary>How other features tell people of what they should know; asks for no right.</summary>
internal interface IAlerts
{
    /// <summary>
    /// Opens an alert, unless one with the same key was ever opened. Called within the transaction of what it tells of: whoever
    /// is to get it by mail or webhook gets it from a queue that is on disk with it.
    /// </summary>
    void Raise(IDbConnection connection, AlertDraft alert);
}

/// <param name="Key">Names the occasion, such as <c>budget:bud_…:1767225600:80</c>: the same occasion is told of once.</param>
/// <param name="ProjectId">Null for what concerns the whole organization.</param>
/// <param name="Message">One or two sentences: what happened, and what to do.</param>
/// <param name="Link">The page that shows more, relative to the portal's address.</param>
internal sealed record AlertDraft(string Key, AlertKind Kind, AlertSeverity Severity, string? ProjectId, string Title, string Message, string? Link = null);
