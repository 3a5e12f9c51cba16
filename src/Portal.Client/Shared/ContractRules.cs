using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Client.Shared;

/// <summary>Checks an input record by the DataAnnotations that the server checks it by, and says what to do in a sentence.</summary>
static class ContractRules
{
    public static IEnumerable<(string Path, string Message)> Check<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T input, string at = "")
        where T : class
    {
        foreach (var property in typeof(T).GetProperties())
        {
            var value = property.GetValue(input);
            var path = at + NameOf(property);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                var subject = new ValidationContext(input, path, null, null) { MemberName = property.Name };
                if (rule.GetValidationResult(value, subject) is { } wrong)
                    yield return (path, Sentence(rule, value, wrong.ErrorMessage));
            }
        }
    }

    static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    static string Sentence(ValidationAttribute rule, object? value, string? message) => rule switch
    {
        StringLengthAttribute { MinimumLength: > 0 } when value is null or "" => "This may not be empty.",
        StringLengthAttribute length => $"This has {Figures.Whole(((string)value!).Length)} characters; the most is {Figures.Whole(length.MaximumLength)}.",
        RangeAttribute range => $"Enter a number from {range.Minimum:N0} to {range.Maximum:N0}.",
        MinLengthAttribute length => $"Give at least {length.Length}.",
        MaxLengthAttribute length => $"The most is {length.Length}.",
        _ => $"This {message}",
    };
}
