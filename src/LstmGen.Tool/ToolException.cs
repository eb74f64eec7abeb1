namespace LstmGen.Tool;

/// <summary>A command cannot go on; the message is for the user.</summary>
internal sealed class ToolException(ExitCode code, string message) : Exception(message)
{
    internal ExitCode Code { get; } = code;
}
