namespace Portal.Client.Api;

/// <summary>The field that says which kind of object this is; it is checked first, because the other fields hang on it.</summary>
/// <param name="code">The error's code for a kind that is not served.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KindAttribute(string code, params string[] kinds) : Attribute
{
    public string Code { get; } = code;

    public IReadOnlyList<string> Kinds { get; } = kinds;
}
