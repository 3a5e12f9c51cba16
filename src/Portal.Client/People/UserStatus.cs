using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.People;

[JsonConverter(typeof(SnakeCaseEnum<UserStatus>))]
public enum UserStatus
{
    Active,
    /// <summary>May not sign in and is signed out everywhere; what they made stays, and so do the keys that they created.</summary>
    Deactivated,
}
