using System.Data;
using Dapper;
using Portal.Access.Users;

namespace Portal.Access.OpenId;

internal static class ExternalIdentitiesRepository
{
    public static User? FindUser(IDbConnection connection, string issuer, string subject) =>
        connection.ExecuteScalar<string?>("SELECT user_id FROM external_identities WHERE issuer = @issuer AND subject = @subject", new { issuer, subject }) is { } userId
            ? UsersRepository.FindById(connection, userId)
            : null;

    public static void Insert(IDbConnection connection, string issuer, string subject, string userId, long now) =>
        connection.Execute(
            "INSERT INTO external_identities (issuer, subject, user_id, created_at) VALUES (@issuer, @subject, @userId, @now)",
            new { issuer, subject, userId, now });
}
