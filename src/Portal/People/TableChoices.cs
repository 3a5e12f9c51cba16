using System.Text.RegularExpressions;
using Portal.Access;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.People;
using Portal.Data;

namespace Portal.People;

internal sealed partial class TableChoices(IDatabase database, IJournal journal, CallContext context) : ITableChoices
{
    const int MostTables = 50;

    public async Task<Result<TableChoice>> Choose(string table, TableChoiceInput input, CancellationToken cancellation)
    {
        if (!context.IsAuthenticated) return ApiError.Unauthenticated("Nobody is signed in. Sign in at /sign-in.");
        if (context.Caller.Kind is not ActorType.User) return ApiError.Forbidden("A key has no profile. Only a signed-in person has.");
        if (!Word().IsMatch(table)) return Wrong("table", "must be the name of a table, such as projects");
        if (input.Columns is { } columns && (columns.Distinct().Count() != columns.Count || !columns.All(Word().IsMatch)))
            return Wrong("columns", "must hold names of columns, each once");

        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        var id = context.Caller.Id;
        var before = await database.Read(connection => UsersRepository.TableColumns(connection, id), cancellation);
        var after = before.ToDictionary();
        if (input.Columns is null) after.Remove(table);
        else after[table] = input.Columns;
        if (after.Count > MostTables) return Wrong("table", $"would be one more than the {MostTables} tables that a profile keeps");
        var entry = new AuditEntry("profile.updated", "user", id, null)
        {
            Changes = AuditChanges.Between(new { TableColumns = before }, new { TableColumns = (IReadOnlyDictionary<string, IReadOnlyList<string>>)after }),
        };
        if (entry.Changes.Count > 0)
        {
            await journal.Commit(entry, connection =>
            {
                UsersRepository.UpdateTableColumns(connection, id, after);
                return true;
            }, cancellation);
        }

        return new TableChoice(table, input.Columns);
    }

    static ApiError Wrong(string field, string rule) => ApiError.Invalid($"'{field}' {rule}.", field, "invalid_value");

    [GeneratedRegex(@"\A[a-z][a-z_]{0,39}\z")]
    private static partial Regex Word();
}
