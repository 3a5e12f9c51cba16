using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Alerts;
using Portal.Client.Api;

namespace Portal.Alerts;

/// <param name="ProjectId">Empty for all projects.</param>
[method: ExplicitConstructor]
internal sealed record AlertMuteRow(string Id, string Kind, string ProjectId, long Until, string CreatedBy, long CreatedAt)
{
    public AlertMute ToContract() => new(Id, Wire.Word<AlertKind>(Kind), ProjectId.Length == 0 ? null : ProjectId, Until, CreatedBy, CreatedAt);
}

internal static class AlertMutesRepository
{
    const string Columns = "id, kind, project_id, until, created_by, created_at";

    public static bool IsMuted(IDbConnection connection, string kind, string? projectId, long now) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM alert_mutes WHERE kind = @kind AND project_id IN ('', @project) AND until > @now)",
        new { kind, project = projectId ?? "", now });

    /// <param name="projects">Null for all. Those that hold for every project are in every list.</param>
    public static ListPage<AlertMuteRow> List(IDbConnection connection, IReadOnlyCollection<string>? projects, long now, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        var rows = connection.Query<AlertMuteRow>($"""
            SELECT {Columns} FROM alert_mutes
            WHERE until > @now AND {(projects is null ? "TRUE" : "(project_id = '' OR project_id IN @projects)")} AND {where} ORDER BY {order} LIMIT @Take
            """, new { projects, now, query.After, query.Before, Take = Keyset.Take(query) });
        return Keyset.Page(rows, query, row => row.Id);
    }

    public static AlertMuteRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<AlertMuteRow>($"SELECT {Columns} FROM alert_mutes WHERE id = @id", new { id });

    /// <summary>In place of what muted the same, whose id is gone.</summary>
    public static void Put(IDbConnection connection, AlertMuteRow row)
    {
        connection.Execute("DELETE FROM alert_mutes WHERE (kind = @Kind AND project_id = @ProjectId) OR until <= @CreatedAt", row);
        connection.Execute($"INSERT INTO alert_mutes ({Columns}) VALUES (@Id, @Kind, @ProjectId, @Until, @CreatedBy, @CreatedAt)", row);
    }

    public static void Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM alert_mutes WHERE id = @id", new { id });
}
