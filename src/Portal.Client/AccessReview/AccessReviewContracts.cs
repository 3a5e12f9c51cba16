using Portal.Client.Audit;

namespace Portal.Client.AccessReview;

/// <summary>Somebody who can see an object, and why.</summary>
/// <param name="Id">Of the user or the key.</param>
/// <param name="Type"><c>user</c> or <c>key</c>.</param>
/// <param name="Email">Null for keys.</param>
/// <param name="Source"><c>organization_role</c>, <c>membership</c>, <c>project_key</c> or <c>organization_key</c>.</param>
/// <param name="Rights">What they may do with the object: <c>see</c>, and <c>change</c> (of a conversation: <c>write</c>).</param>
/// <param name="Reason">Where the rights come from, in a sentence.</param>
public sealed record ObjectAccess(
    string Id, ActorType Type, string Name, string? Email, string Source, IReadOnlyList<string> Rights, string Reason)
{
    public string Object => "access";
}
