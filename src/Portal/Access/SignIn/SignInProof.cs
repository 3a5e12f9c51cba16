using System.Text.Json.Serialization;
using Portal.Access.TwoFactor;
using Portal.Client.Api;

namespace Portal.Access.SignIn;

[JsonConverter(typeof(SnakeCaseEnum<SignInMethod>))]
internal enum SignInMethod
{
    None,
    Password,
    Passkey,
    /// <summary>An OpenID provider.</summary>
    OpenId,
}

/// <summary>What a session is opened on.</summary>
/// <param name="SecondFactor">Null where there was none.</param>
internal sealed record SignInProof(SignInMethod Method, SecondFactor? SecondFactor = null);
