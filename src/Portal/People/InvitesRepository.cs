using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.People;

namespace Portal.People;

internal static class InvitesRepository
{
    const string Columns = """
        id, email, normalized_email AS NormalizedEmail, role, projects, link_hash AS LinkHash, invited_by AS InvitedBy, created_at AS CreatedAt,
        sent_at AS SentAt, expires_at AS ExpiresAt, mailed, revoked_at AS RevokedAt, accepted_at AS AcceptedAt, user_id AS UserId
        """;

    public static ListPage<InviteRow> List(IDbConnection connection, InviteStatus? status, long now, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        var rows = connection.Query<InviteRow>(
            $"SELECT {Columns} FROM invites WHERE {Of(status)} AND {where} ORDER BY {order} LIMIT @Take",
            new { now, query.After, query.Before, Take = Keyset.Take(query) });
        return Keyset.Page(rows, query, row => row.Id);
    }

    public static InviteRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<InviteRow>($"SELECT {Columns} FROM invites WHERE id = @id", new { id });

    /// <summary>The invitation neither accepted nor revoked, expired or not; there is at most one for an address.</summary>
    public static InviteRow? FindOpen(IDbConnection connection, string normalizedEmail) =>
        connection.QueryFirstOrDefault<InviteRow>(
            $"SELECT {Columns} FROM invites WHERE normalized_email = @normalizedEmail AND accepted_at IS NULL AND revoked_at IS NULL", new { normalizedEmail });

    /// <summary>By any link that was ever sent for it.</summary>
    public static InviteRow? FindByLink(IDbConnection connection, string hash) =>
        connection.QueryFirstOrDefault<InviteRow>(
            $"SELECT {Columns} FROM invites WHERE id = (SELECT invite_id FROM invite_links WHERE hash = @hash)", new { hash });

    public static void Insert(IDbConnection connection, InviteRow row)
    {
        connection.Execute("""
            INSERT INTO invites (id, email, normalized_email, role, projects, link_hash, invited_by, created_at, sent_at, expires_at, mailed)
            VALUES (@Id, @Email, @NormalizedEmail, @Role, @Projects, @LinkHash, @InvitedBy, @CreatedAt, @SentAt, @ExpiresAt, @Mailed)
            """, row);
        InsertLink(connection, row);
    }

    /// <summary>Gives the invitation its new link and time.</summary>
    public static void Renew(IDbConnection connection, InviteRow row)
    {
        connection.Execute("UPDATE invites SET link_hash = @LinkHash, sent_at = @SentAt, expires_at = @ExpiresAt, mailed = @Mailed WHERE id = @Id", row);
        InsertLink(connection, row);
    }

    public static void NoteMailed(IDbConnection connection, string id) => connection.Execute("UPDATE invites SET mailed = TRUE WHERE id = @id", new { id });

    public static void Revoke(IDbConnection connection, string id, long now) =>
        connection.Execute("UPDATE invites SET revoked_at = @now WHERE id = @id", new { id, now });

    public static void Accept(IDbConnection connection, string id, string userId, long now) =>
        connection.Execute("UPDATE invites SET accepted_at = @now, user_id = @userId WHERE id = @id", new { id, userId, now });

    static void InsertLink(IDbConnection connection, InviteRow row) =>
        connection.Execute("INSERT INTO invite_links (hash, invite_id) VALUES (@LinkHash, @Id)", row);

    static string Of(InviteStatus? status) => status switch
    {
        InviteStatus.Pending => "accepted_at IS NULL AND revoked_at IS NULL AND expires_at > @now",
        InviteStatus.Expired => "accepted_at IS NULL AND revoked_at IS NULL AND expires_at <= @now",
        InviteStatus.Accepted => "accepted_at IS NOT NULL",
        InviteStatus.Revoked => "accepted_at IS NULL AND revoked_at IS NOT NULL",
        _ => "TRUE",
    };
}
