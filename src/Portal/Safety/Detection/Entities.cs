using System.Collections.Frozen;
using Portal.Safety.Detection.Recognisers;

namespace Portal.Safety.Detection;

/// <summary>The built-in entities.</summary>
static class Entities
{
    static readonly FrozenDictionary<string, Recogniser> Recognisers = new Dictionary<string, Recogniser>
    {
        ["email"] = new Email(),
    }.ToFrozenDictionary();

    /// <summary>Their names, as policies and findings say them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "email",
    ];

    /// <returns>Null where there is no such entity.</returns>
    public static Recogniser? Recogniser(string entity) => Recognisers.GetValueOrDefault(entity);
}
