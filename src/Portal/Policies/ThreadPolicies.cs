using System.Collections.Concurrent;
using System.Data;
using Portal.Assistants;
using Portal.Data;
using Portal.Threads;

namespace Portal.Policies;

/// <summary>What holds for a thread, within a transaction: so what is written and how it is written are decided at one moment.</summary>
internal sealed class ThreadPolicies(PolicyBook book)
{
    const int MostKept = 10_000;

    static readonly PreparedStatement VersionStatement = new("SELECT version FROM assistants WHERE id = @id", "@id");

    /// <summary>A version never changes.</summary>
    readonly ConcurrentDictionary<(string AssistantId, long Version), PolicySubject> subjects = new();

    /// <summary>Null where there is no such thread.</summary>
    public ActivePolicy? Find(IDbConnection connection, string threadId) =>
        ThreadsRepository.AssistantOf(connection, threadId) is { } assistantId ? OfAssistant(connection, assistantId) : null;

    public ActivePolicy OfAssistant(IDbConnection connection, string assistantId)
    {
        var version = (long)VersionStatement.Scalar(connection, assistantId)!;
        if (!subjects.TryGetValue((assistantId, version), out var subject))
        {
            if (subjects.Count >= MostKept) subjects.Clear();
            subject = PolicySubject.Of(AssistantsRepository.Find(connection, assistantId)!.ToDefinition());
            subjects[(assistantId, version)] = subject;
        }

        return book.Open().Of(subject);
    }
}
