using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Providers;

namespace Portal.Providers;

[method: ExplicitConstructor]
internal sealed record ProviderRow(
    string Id, string Name, string Kind, string? BaseUrl, string? ProtectedApiKey, long Priority, long TimeoutSeconds, long MaxRetries,
    bool Enabled, string? ModerationModel, long CreatedAt, long UpdatedAt)
{
    public ProviderKind KindWord => Wire.Word<ProviderKind>(Kind);
}

internal static class ProvidersRepository
{
    const string Columns = """
        id, name, kind, base_url, protected_api_key, priority,
        timeout_seconds, max_retries, enabled, moderation_model, created_at, updated_at
        """;

    public static IEnumerable<ProviderRow> List(IDbConnection connection, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        return connection.Query<ProviderRow>(
            $"SELECT {Columns} FROM providers WHERE {where} ORDER BY {order} LIMIT @Take",
            new { query.After, query.Before, Take = Keyset.Take(query) });
    }

    public static IEnumerable<ProviderRow> ListAll(IDbConnection connection) =>
        connection.Query<ProviderRow>($"SELECT {Columns} FROM providers ORDER BY priority, id");

    public static ProviderRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<ProviderRow>($"SELECT {Columns} FROM providers WHERE id = @id", new { id });

    public static void Insert(IDbConnection connection, ProviderRow row) => connection.Execute("""
        INSERT INTO providers (id, name, kind, base_url, protected_api_key, priority, timeout_seconds, max_retries, enabled, moderation_model,
          created_at, updated_at)
        VALUES (@Id, @Name, @Kind, @BaseUrl, @ProtectedApiKey, @Priority, @TimeoutSeconds, @MaxRetries, @Enabled, @ModerationModel,
          @CreatedAt, @UpdatedAt)
        """, row);

    public static int Update(IDbConnection connection, ProviderRow row) => connection.Execute("""
        UPDATE providers SET name = @Name, base_url = @BaseUrl, protected_api_key = @ProtectedApiKey, priority = @Priority,
          timeout_seconds = @TimeoutSeconds, max_retries = @MaxRetries, enabled = @Enabled, moderation_model = @ModerationModel,
          updated_at = @UpdatedAt
        WHERE id = @Id
        """, row);

    /// <summary>The constraint of the targets refuses one that is in use.</summary>
    public static int Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM providers WHERE id = @id", new { id });
}
