using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Webhooks;

namespace Portal.Webhooks;

[method: ExplicitConstructor]
internal sealed record WebhookRow(
    string Id,
    string Url,
    string Events,
    bool Enabled,
    string? DisabledReason,
    string ProtectedSecret,
    string? ProtectedPreviousSecret,
    long? PreviousUntil,
    long CreatedAt,
    long UpdatedAt)
{
    IReadOnlyList<string> Wanted => Wire.Deserialize<List<string>>(Events);

    public bool Asks(string type) => Wanted.Contains(type) || Wanted.Contains(WebhookEvents.Everything);

    public Webhook ToContract(string? secret = null) => new(Id, Url, Wanted, Enabled, DisabledReason, CreatedAt, UpdatedAt, secret);
}

internal static class WebhooksRepository
{
    const string Columns =
        "id, url, events, enabled, disabled_reason, protected_secret, protected_previous_secret, previous_until, created_at, updated_at";

    public static ListPage<WebhookRow> List(IDbConnection connection, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        var rows = connection.Query<WebhookRow>(
            $"SELECT {Columns} FROM webhooks WHERE {where} ORDER BY {order} LIMIT @Take", new { query.After, query.Before, Take = Keyset.Take(query) });
        return Keyset.Page(rows, query, row => row.Id);
    }

    public static List<WebhookRow> Enabled(IDbConnection connection) =>
        connection.Query<WebhookRow>($"SELECT {Columns} FROM webhooks WHERE enabled = 1 ORDER BY id").AsList();

    public static WebhookRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<WebhookRow>($"SELECT {Columns} FROM webhooks WHERE id = @id", new { id });

    public static int Count(IDbConnection connection) => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM webhooks");

    public static void Insert(IDbConnection connection, WebhookRow row) => connection.Execute($"""
        INSERT INTO webhooks ({Columns})
        VALUES (@Id, @Url, @Events, @Enabled, @DisabledReason, @ProtectedSecret, @ProtectedPreviousSecret, @PreviousUntil, @CreatedAt, @UpdatedAt)
        """, row);

    public static void Update(IDbConnection connection, WebhookRow row) => connection.Execute("""
        UPDATE webhooks SET url = @Url, events = @Events, enabled = @Enabled, disabled_reason = @DisabledReason, protected_secret = @ProtectedSecret,
          protected_previous_secret = @ProtectedPreviousSecret, previous_until = @PreviousUntil, updated_at = @UpdatedAt
        WHERE id = @Id
        """, row);

    public static void Disable(IDbConnection connection, string id, string reason, long now) => connection.Execute(
        "UPDATE webhooks SET enabled = 0, disabled_reason = @reason, updated_at = @now WHERE id = @id", new { id, reason, now });

    public static void Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM webhooks WHERE id = @id", new { id });
}
