using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Runs;

namespace Portal.Handling;

internal static class ActivityRepository
{
    public static ListPage<ThreadActivity> List(IDbConnection connection, string threadId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "thread_sequence");
        var rows = ThreadEventsRepository.OfPeople(connection, threadId, where, order, new
        {
            threadId,
            After = Number(query.After),
            Before = Number(query.Before),
            Take = Keyset.Take(query),
        });
        return Keyset.Page(rows.Select(ActivityFields.Read), query, one => one.ThreadSequence.ToString());
    }

    static long? Number(string? cursor) => cursor is null ? null : long.Parse(cursor);
}
