using Dapper;
using Portal.Api;
using Portal.Client.Policies;

namespace Portal.Policies;

/// <summary>A policy with the definition of one of its versions.</summary>
[method: ExplicitConstructor]
internal sealed record PolicyRow(string Id, string Kind, int Version, string Definition, bool Archived, long CreatedAt, long UpdatedAt)
{
    public PolicyInput Saved => PolicyRules.Complete(Wire.Deserialize<PolicyInput>(Definition));

    public Policy ToPolicy()
    {
        var saved = Saved;
        return new(
            Id, saved.Kind, saved.Name, saved.Description, saved.Strict, saved.AllowedDomains!, saved.Mode, saved.AllowedEntities!, saved.Rules!,
            Version, Archived, CreatedAt, UpdatedAt);
    }
}

[method: ExplicitConstructor]
internal sealed record PolicyVersionRow(
    string PolicyId, int Version, string Definition, string AuthorId, string AuthorName, string? Note, long CreatedAt)
{
    public PolicyInput Saved => PolicyRules.Complete(Wire.Deserialize<PolicyInput>(Definition));

    public PolicyVersion ToVersion() => new($"{PolicyId}.{Version}", PolicyId, Version, Saved, AuthorId, AuthorName, Note, CreatedAt);
}

/// <param name="TargetId">Empty for the organization.</param>
[method: ExplicitConstructor]
internal sealed record AttachmentRow(string PolicyId, string TargetType, string TargetId, long CreatedAt)
{
    /// <param name="names">What the targets are called, by id.</param>
    public PolicyAttachment ToAttachment(IReadOnlyDictionary<string, string> names) => new(
        PolicyId, Wire.Word<PolicyTarget>(TargetType), TargetId.Length == 0 ? null : TargetId, names.GetValueOrDefault(TargetId), CreatedAt);
}

[method: ExplicitConstructor]
internal sealed record EntityRow(string Name, string Pattern, string Context, string? CheckRule, long CreatedAt)
{
    public PolicyEntity ToEntity() => new(
        Name, Pattern, Wire.Deserialize<IReadOnlyList<string>>(Context), CheckRule is null ? null : Wire.Word<PolicyCheck>(CheckRule), CreatedAt);
}
