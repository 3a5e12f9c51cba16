using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Policies;

namespace Portal.Policies;

internal static class PoliciesRepository
{
    const string Select = """
        SELECT p.id, p.kind, v.version, v.definition, p.archived, p.created_at, p.updated_at
        FROM policies p JOIN policy_versions v ON v.policy_id = p.id AND v.version = p.version
        """;

    const string SelectVersion = "SELECT policy_id, version, definition, author_id, author_name, note, created_at FROM policy_versions";

    public static PolicyRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<PolicyRow>($"{Select} WHERE p.id = @id", new { id });

    public static IEnumerable<PolicyRow> List(IDbConnection connection, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "p.id");
        return connection.Query<PolicyRow>(
            $"{Select} WHERE NOT p.archived AND {where} ORDER BY {order} LIMIT @Take", new { query.After, query.Before, Take = Keyset.Take(query) });
    }

    /// <summary>Those that are not archived.</summary>
    public static IReadOnlyList<PolicyRow> All(IDbConnection connection) => connection.Query<PolicyRow>($"{Select} WHERE NOT p.archived ORDER BY p.id").AsList();

    public static void Insert(IDbConnection connection, PolicyRow row) => connection.Execute("""
        INSERT INTO policies (id, kind, version, archived, created_at, updated_at) VALUES (@Id, @Kind, @Version, @Archived, @CreatedAt, @UpdatedAt)
        """, row);

    public static void Update(IDbConnection connection, PolicyRow row) => connection.Execute(
        "UPDATE policies SET version = @Version, archived = @Archived, updated_at = @UpdatedAt WHERE id = @Id", row);

    public static void InsertVersion(IDbConnection connection, PolicyVersionRow row) => connection.Execute("""
        INSERT INTO policy_versions (policy_id, version, definition, author_id, author_name, note, created_at)
        VALUES (@PolicyId, @Version, @Definition, @AuthorId, @AuthorName, @Note, @CreatedAt)
        """, row);

    public static PolicyVersionRow? FindVersion(IDbConnection connection, string id, int version) =>
        connection.QueryFirstOrDefault<PolicyVersionRow>($"{SelectVersion} WHERE policy_id = @id AND version = @version", new { id, version });

    public static IEnumerable<PolicyVersionRow> ListVersions(IDbConnection connection, string id, ListQuery query, int? after, int? before)
    {
        var (where, order) = Keyset.Sql(query, "version");
        return connection.Query<PolicyVersionRow>(
            $"{SelectVersion} WHERE policy_id = @id AND {where} ORDER BY {order} LIMIT @Take",
            new { id, After = after, Before = before, Take = Keyset.Take(query) });
    }

    public static IReadOnlyList<AttachmentRow> Attachments(IDbConnection connection, string policyId) => connection.Query<AttachmentRow>("""
        SELECT policy_id, target_type, target_id, created_at FROM policy_attachments WHERE policy_id = @policyId
        ORDER BY created_at, target_type, target_id
        """, new { policyId }).AsList();

    public static IReadOnlyList<AttachmentRow> Attachments(IDbConnection connection) =>
        connection.Query<AttachmentRow>("SELECT policy_id, target_type, target_id, created_at FROM policy_attachments").AsList();

    public static void Attach(IDbConnection connection, AttachmentRow row) => connection.Execute("""
        INSERT INTO policy_attachments (policy_id, target_type, target_id, created_at) VALUES (@PolicyId, @TargetType, @TargetId, @CreatedAt)
        ON CONFLICT DO NOTHING
        """, row);

    public static bool Detach(IDbConnection connection, string policyId, string targetType, string targetId) => connection.Execute("""
        DELETE FROM policy_attachments WHERE policy_id = @policyId AND target_type = @targetType AND target_id = @targetId
        """, new { policyId, targetType, targetId }) == 1;

    public static IReadOnlyList<EntityRow> Entities(IDbConnection connection) => connection.Query<EntityRow>(
        "SELECT name, pattern, context, check_rule, created_at FROM policy_entities ORDER BY name").AsList();

    public static void SaveEntity(IDbConnection connection, EntityRow row) => connection.Execute("""
        INSERT INTO policy_entities (name, pattern, context, check_rule, created_at) VALUES (@Name, @Pattern, @Context, @CheckRule, @CreatedAt)
        ON CONFLICT (name) DO UPDATE SET pattern = @Pattern, context = @Context, check_rule = @CheckRule
        """, row);

    public static bool DeleteEntity(IDbConnection connection, string name) =>
        connection.Execute("DELETE FROM policy_entities WHERE name = @name", new { name }) == 1;
}
