using System.Text.Json;
using Portal.Api;
using Portal.Client.Audit;

namespace Portal.Audit;

/// <summary>The fields in which two states of an object differ, for its audit row.</summary>
internal static class AuditChanges
{
    static readonly string[] Uninteresting = ["updated_at", "version", "not_in_force"];

    public static IReadOnlyList<AuditChange> Between<T>(T before, T after)
    {
        var old = JsonSerializer.SerializeToElement(before, Wire.Json);
        var now = JsonSerializer.SerializeToElement(after, Wire.Json);
        return [.. now.EnumerateObject()
            .Where(field => !Uninteresting.Contains(field.Name) && !JsonElement.DeepEquals(field.Value, old.GetProperty(field.Name)))
            .Select(field => new AuditChange(field.Name, old.GetProperty(field.Name), field.Value))];
    }
}
