namespace Mem0Sharp;

/// <summary>
/// Between the look at a call's key and the transaction, the same call happened elsewhere. Never leaves <see cref="CallOnce"/>, which
/// reads what that one did.
/// </summary>
internal sealed class CallRepeatedException : Exception;
