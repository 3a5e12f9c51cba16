using System.Data;
using Portal.Client.Threads;

namespace Portal.Threads.Search;

/// <summary>
/// Keeps the words of threads for their search, in the transaction of what they are words of. Whatever must not be searched
/// is left out here.
/// </summary>
internal interface IThreadIndex
{
    /// <summary>A new thread, with the messages that it brings along.</summary>
    void Add(IDbConnection connection, ChatThread thread, IReadOnlyList<Message> messages);

    /// <summary>A message that was said, or a reply that has come to rest. Tool outputs and reasoning have no words here.</summary>
    void Add(IDbConnection connection, Message message);

    void SetTitle(IDbConnection connection, string threadId, string? before, string? after);

    /// <summary>Brings a thread into the index that was made before there was one.</summary>
    /// <param name="number">The one that it has in the index.</param>
    void CatchUp(IDbConnection connection, long number);

    /// <summary>Brings a thread into the index anew where other words are to be left out of it by now.</summary>
    void Refresh(IDbConnection connection, string threadId);

    /// <summary>From now on nothing of the thread is in the index.</summary>
    void LeaveOut(IDbConnection connection, string threadId);

    /// <summary>Before the thread itself is deleted.</summary>
    void Remove(IDbConnection connection, string threadId);
}
