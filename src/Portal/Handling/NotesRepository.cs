using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Client.Threads;
using Portal.Data.Sealing;

namespace Portal.Handling;

[method: ExplicitConstructor]
internal sealed record NoteRow(
    string Id,
    string ThreadId,
    string Kind,
    string AuthorId,
    string AuthorName,
    string? ToId,
    string? ToName,
    string Text,
    string Mentions,
    long ThreadSequence,
    long CreatedAt)
{
    public ThreadNote ToNote() => new(
        Id, ThreadId, Wire.Word<NoteKind>(Kind), new PersonName(AuthorId, AuthorName), ToId is null ? null : new PersonName(ToId, ToName!), Text,
        Wire.Deserialize<IReadOnlyList<PersonName>>(Mentions), ThreadSequence, CreatedAt);

    /// <summary>As it is stored, with its text opened.</summary>
    public NoteRow Opened(IDbConnection connection) => this with { Text = connection.Unseal(ThreadId, "thread_notes.text", Text) };
}

internal static class NotesRepository
{
    const string Columns = "id, thread_id, kind, author_id, author_name, to_id, to_name, text, mentions, thread_sequence, created_at";

    public static void Insert(IDbConnection connection, NoteRow note) => connection.Execute($"""
        INSERT INTO thread_notes ({Columns})
        VALUES (@Id, @ThreadId, @Kind, @AuthorId, @AuthorName, @ToId, @ToName, @Text, @Mentions, @ThreadSequence, @CreatedAt)
        """, note with { Text = connection.Seal(note.ThreadId, "thread_notes.text", note.Text) });

    public static NoteRow? Find(IDbConnection connection, string threadId, string id) => connection.QueryFirstOrDefault<NoteRow>(
        $"SELECT {Columns} FROM thread_notes WHERE thread_id = @threadId AND id = @id", new { threadId, id })?.Opened(connection);

    /// <summary>What a user has noted, by the time of its making.</summary>
    public static IReadOnlyList<ThreadNote> By(IDbConnection connection, string userId, string after, int limit) => [.. connection.Query<NoteRow>(
        $"SELECT {Columns} FROM thread_notes WHERE author_id = @userId AND id > @after ORDER BY id LIMIT @limit", new { userId, after, limit })
        .Select(row => row.Opened(connection).ToNote())];

    public static ListPage<ThreadNote> List(IDbConnection connection, string threadId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        var rows = connection.Query<NoteRow>(
            $"SELECT {Columns} FROM thread_notes WHERE thread_id = @threadId AND {where} ORDER BY {order} LIMIT @Take",
            new { threadId, query.After, query.Before, Take = Keyset.Take(query) });
        return Keyset.Page(rows.Select(row => row.Opened(connection).ToNote()), query, note => note.Id);
    }
}
