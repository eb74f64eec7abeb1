using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>What threads share that take a step together: values of the step, the state, and where they wait for each other.</summary>
/// <remarks>
/// Each member counts the points it has reached, in a cache line of its own, and waits until all others have reached as many. Nothing is locked: a member that waits reads.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LstmStepTeam
{
    // Two lines of 64 bytes: prefetchers fetch them in pairs.
    private const int Line = 128 / sizeof(long);

    // Rounds of reading before a member that waits gives its processor to others now and then: what it waits for may want it.
    private const int Patience = 1 << 14;

    private readonly AlignedMemory _values;
    private readonly long[] _reached;
    private readonly int _outputs;
    private LstmState? _state;
    private volatile bool _broken;

    /// <summary>A team.</summary>
    /// <param name="members">How many threads.</param>
    /// <param name="values">Floats that they share: inputs, outputs, then values between layers.</param>
    /// <param name="outputs">Where the outputs start.</param>
    public LstmStepTeam(int members, int values, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        (Members, _values, _outputs) = (members, new AlignedMemory(values), outputs);
        _reached = GC.AllocateArray<long>((members + 1) * Line, pinned: true);
    }

    /// <summary>How many threads.</summary>
    public int Members { get; }

    /// <summary>What they share: inputs first.</summary>
    public ref float Values => ref _values.Reference;

    /// <summary>The first float of the state that the step is of.</summary>
    public ref float State
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _state!.First();
    }

    /// <summary>Waits until all members have come as far.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Wait(int member)
    {
        ref long own = ref Reached(member);
        long point = own + 1;
        Volatile.Write(ref own, point);
        for (int other = 0; other < Members; other++)
        {
            if (Volatile.Read(ref Reached(other)) < point)
            {
                WaitFor(other, point);
            }
        }
    }

    /// <summary>A member's part of what becomes the state's, in whole cache lines.</summary>
    /// <param name="from">What the units gave.</param>
    /// <param name="to">Their place in the state.</param>
    /// <param name="floats">How many.</param>
    /// <param name="member">Which member.</param>
    /// <param name="members">Of how many.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep(ref float from, ref float to, int floats, int member, int members)
    {
        int lines = (floats + CacheLine.Floats - 1) / CacheLine.Floats;
        int first = lines * member / members * CacheLine.Floats, last = Math.Min(floats, lines * (member + 1) / members * CacheLine.Floats);
        if (last > first)
        {
            LstmRows.Copy(ref Unsafe.Add(ref from, first), ref Unsafe.Add(ref to, first), last - first);
        }
    }

    /// <summary>Hands a step to the members; the caller, which has the state, is the first of them.</summary>
    internal void Begin(ReadOnlySpan<float> input, LstmState state)
    {
        input.CopyTo(_values.Span);
        _state = state;
    }

    /// <summary>What the step gave.</summary>
    internal void End(Span<float> output)
    {
        _state = null;
        _values.Span.Slice(_outputs, output.Length).CopyTo(output);
    }

    /// <summary>A member will not come: whoever waits for it is told.</summary>
    internal void Break() => _broken = true;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitFor(int other, long point)
    {
        for (int round = 0; Volatile.Read(ref Reached(other)) < point; round++)
        {
            if (_broken)
            {
                throw new InvalidOperationException("Another thread of the step has failed.");
            }

            if (round >= Patience && round % 64 == 0)
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>Points that a member has reached: read by all, written by itself.</summary>
    private ref long Reached(int member) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_reached), (member + 1) * Line);
}
