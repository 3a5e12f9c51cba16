using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Data;

namespace Portal.Access.Users;

/// <summary>The filters of a list of users as they stand in SQL; null filters nothing.</summary>
internal sealed record UserFilter(string? Role, string? Status);

internal static class UsersRepository
{
    const string Columns = """
        id, email, normalized_email AS NormalizedEmail, name, role, password_hash AS PasswordHash, security_stamp AS SecurityStamp,
        failed_sign_ins AS FailedSignIns, locked_until AS LockedUntil, created_at AS CreatedAt, status, deactivated_at AS DeactivatedAt,
        time_zone AS TimeZone, locale, last_seen_at AS LastSeenAt, search_text AS SearchText
        """;

    public static bool HasOwner(IDbConnection connection) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM users WHERE role = @owner)", new { owner = Wire.Word(Role.Owner) });

    public static User? FindById(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<UserRow>($"SELECT {Columns} FROM users WHERE id = @id", new { id })?.ToUser();

    public static User? FindByEmail(IDbConnection connection, string normalizedEmail) =>
        connection.QueryFirstOrDefault<UserRow>($"SELECT {Columns} FROM users WHERE normalized_email = @normalizedEmail", new { normalizedEmail })?.ToUser();

    public static IReadOnlyList<UserIdentity> Find(IDbConnection connection, IReadOnlyCollection<string> ids) =>
        connection.Query<UserIdentity>("SELECT id, name, email FROM users WHERE id IN @ids", new { ids }).AsList();

    public static IReadOnlyList<User> Active(IDbConnection connection, IReadOnlyCollection<string> ids) =>
        connection.Query<UserRow>($"SELECT {Columns} FROM users WHERE status = @active AND (role IN @managers OR id IN @ids)", new
        {
            active = Wire.Word(UserStatus.Active),
            managers = new[] { Wire.Word(Role.Owner), Wire.Word(Role.Admin) },
            ids,
        }).Select(row => row.ToUser()).ToList();

    public static void Insert(IDbConnection connection, User user) =>
        connection.Execute("""
            INSERT INTO users (id, email, normalized_email, name, role, password_hash, security_stamp, failed_sign_ins, locked_until, created_at,
              status, deactivated_at, time_zone, locale, last_seen_at, search_text)
            VALUES (@Id, @Email, @NormalizedEmail, @Name, @Role, @PasswordHash, @SecurityStamp, @FailedSignIns, @LockedUntil, @CreatedAt,
              @Status, @DeactivatedAt, @TimeZone, @Locale, @LastSeenAt, @SearchText)
            """, UserRow.Of(user));

    /// <summary>
    /// The password and what counts sign-ins, nothing else of the user; false where the password has changed since the
    /// user was read.
    /// </summary>
    public static bool UpdateCredentials(IDbConnection connection, User user) =>
        connection.Execute("""
            UPDATE users SET password_hash = @PasswordHash, security_stamp = @SecurityStamp, failed_sign_ins = @FailedSignIns, locked_until = @LockedUntil
            WHERE id = @Id AND security_stamp = @StoredStamp
            """, new
        {
            user.Id,
            user.PasswordHash,
            user.SecurityStamp,
            user.FailedSignIns,
            LockedUntil = user.LockedUntil?.ToUnixTimeSeconds(),
            user.StoredStamp,
        }) > 0;

    /// <summary>Everything but the password and what counts sign-ins.</summary>
    public static void UpdateProfile(IDbConnection connection, User user) =>
        connection.Execute("""
            UPDATE users SET name = @Name, role = @Role, status = @Status, deactivated_at = @DeactivatedAt, time_zone = @TimeZone, locale = @Locale,
              search_text = @SearchText
            WHERE id = @Id
            """, UserRow.Of(user));

    /// <summary>The columns of each table that the person has chosen.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> TableColumns(IDbConnection connection, string id) =>
        Wire.DeserializeOrDefault<Dictionary<string, IReadOnlyList<string>>>(
            connection.ExecuteScalar<string?>("SELECT table_columns FROM users WHERE id = @id", new { id })) ?? [];

    public static void UpdateTableColumns(IDbConnection connection, string id, IReadOnlyDictionary<string, IReadOnlyList<string>> columns) =>
        connection.Execute("UPDATE users SET table_columns = @columns WHERE id = @id", new { id, columns = Wire.Serialize(columns) });

    /// <summary>A page of the users who match; the words are in lower case, and each must be in the name or the email.</summary>
    public static IReadOnlyList<User> List(IDbConnection connection, UserFilter filter, IReadOnlyList<string> words, ListQuery query)
    {
        // Named, or the planner takes the index of a filter and sorts all that it finds.
        var (source, column) = Wire.TryWord<PeopleSort>(query.Sort ?? "") switch
        {
            PeopleSort.Name => ("INDEXED BY users_name", "search_text"),
            PeopleSort.LastSeenAt => ("INDEXED BY users_seen", "seen_order"),
            _ => ("", "id"),
        };
        var (where, order) = column == "id" ? Keyset.Sql(query, column) : Keyset.Sql(query, "users", column);
        var values = new DynamicParameters(new { filter.Role, filter.Status, query.After, query.Before, Take = Keyset.Take(query) });
        var conditions = new List<string> { where };
        if (filter.Role is not null) conditions.Add("role = @Role");
        if (filter.Status is not null) conditions.Add("status = @Status");
        for (var index = 0; index < words.Count; index++)
        {
            conditions.Add($@"search_text LIKE @word{index} ESCAPE '\'");
            values.Add($"word{index}", $"%{Like.Escape(words[index])}%");
        }

        // The ids come from an index alone; only the page's own rows are read.
        return connection.Query<UserRow>($"""
            SELECT {Columns} FROM users
            WHERE id IN (SELECT id FROM users {source} WHERE {string.Join(" AND ", conditions)} ORDER BY {order} LIMIT @Take)
            ORDER BY {order}
            """, values).Select(row => row.ToUser()).ToList();
    }

    /// <summary>Counts a wrong password; true where that was one too many and the user is locked out now.</summary>
    public static bool CountFailure(IDbConnection connection, string id, int most, long lockedUntil) =>
        connection.ExecuteScalar<bool>("""
            UPDATE users SET
              failed_sign_ins = CASE WHEN failed_sign_ins + 1 >= @most THEN 0 ELSE failed_sign_ins + 1 END,
              locked_until = CASE WHEN failed_sign_ins + 1 >= @most THEN @lockedUntil ELSE locked_until END
            WHERE id = @id
            RETURNING failed_sign_ins = 0
            """, new { id, most, lockedUntil });

    public static void ForgetFailures(IDbConnection connection, string id) =>
        connection.Execute("UPDATE users SET failed_sign_ins = 0, locked_until = NULL WHERE id = @id", new { id });

    public static void NoteSeen(IDbConnection connection, string id, long now) =>
        connection.Execute("UPDATE users SET last_seen_at = @now WHERE id = @id", new { id, now });

    public static bool Delete(IDbConnection connection, string id) =>
        connection.Execute("DELETE FROM users WHERE id = @id", new { id }) > 0;
}
