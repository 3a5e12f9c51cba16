using System.Data;
using System.Runtime.CompilerServices;
using Portal.Access;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.People;
using Portal.Data;
using Portal.Handling;
using Portal.Keys;
using Portal.Threads;

namespace Portal.People;

/// <summary>One thing about a person; what <paramref name="Value"/> is, <paramref name="Kind"/> says.</summary>
internal sealed record PersonExportLine(string Kind, object Value);

/// <summary>Everything that the portal holds about a person, a line each: for administrators, and for themselves.</summary>
internal sealed class PersonExport(
    IDatabase database, IJournal journal, CallContext context, IMemberships memberships, UserSessions sessions, IKeyDirectory keys, IConversations conversations)
{
    const int AtOnce = 100;

    public async Task<Result<ExportFile<PersonExportLine>>> Export(string id, CancellationToken cancellation)
    {
        var isSelf = context.Caller.Kind is ActorType.User && context.Caller.Id == id;
        if (!isSelf && context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        if (await database.Read(connection => UsersRepository.FindById(connection, id), cancellation) is not { } user) return ApiError.NotFound("user", id);
        await journal.Record(new AuditEntry("user.exported", "user", id, null), cancellation);
        return new ExportFile<PersonExportLine>($"person-{id}", ExportFormat.Jsonl, [], _ => [], Lines(user, CancellationToken.None));
    }

    async IAsyncEnumerable<PersonExportLine> Lines(User user, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new("profile", new { user.Id, user.Email, user.Name, user.Role, user.Status, user.TimeZone, user.Locale, user.LastSeenAt, user.DeactivatedAt, user.CreatedAt });
        foreach (var (table, columns) in await database.Read(connection => UsersRepository.TableColumns(connection, user.Id), cancellation))
            yield return new("table_choice", new { Table = table, Columns = columns });
        foreach (var place in await memberships.Of(user.Id, cancellation)) yield return new("membership", place);
        foreach (var session in (await sessions.List(user.Id, null, new ListQuery(int.MaxValue - 1), cancellation)).Data) yield return new("session", session);
        foreach (var key in await keys.MadeBy(user.Id, cancellation)) yield return new("key", key);
        await foreach (var line in Threads(user.Id, cancellation)) yield return line;
        await foreach (var message in Each((connection, after) => MessagesRepository.ElsewhereBy(connection, user.Id, after, AtOnce), message => message.Id, cancellation))
            yield return new("message", message);
        await foreach (var note in Each((connection, after) => NotesRepository.By(connection, user.Id, after, AtOnce), note => note.Id, cancellation))
            yield return new("note", note);
        await foreach (var row in Each((connection, after) => AuditRepository.OfPerson(connection, user.Id, after, AtOnce), row => row.Id, cancellation))
            yield return new("audit_event", AuditService.ToEvent(row));
    }

    /// <summary>The threads that the person has made, each followed by all that was said in it.</summary>
    async IAsyncEnumerable<PersonExportLine> Threads(string userId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var thread in Each((connection, after) => ThreadsRepository.MadeBy(connection, userId, after, AtOnce), row => row.Id, cancellation))
        {
            yield return new("thread", thread.ToThread());
            foreach (var ids in (await conversations.OutlineAll(thread.Id, cancellation)).Chunk(AtOnce))
                foreach (var message in await conversations.Read(thread.Id, ids, cancellation))
                    yield return new("message", message);
        }
    }

    async IAsyncEnumerable<T> Each<T>(
        Func<IDbConnection, string, IReadOnlyList<T>> read, Func<T, string> idOf, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = "";
        while (await database.Read(connection => read(connection, last), cancellation) is { Count: > 0 } some)
        {
            foreach (var one in some) yield return one;
            last = idOf(some[^1]);
        }
    }
}
