package jackfield.net.xdp;

import jackfield.base.Endpoint;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A local port that lanes serve: at its address, or, where its socket is on all addresses, at each
/// of those by the lane of its interface. On the loop's thread.
public final class XdpPort {
    private final Endpoint local;
    private final List<Place> places;

    /// The lanes of the places, each once: the first is tried first.
    private final XdpLane[] lanes;

    /// An address of this machine, and the lane by which frames to it come.
    record Place(XdpLane lane, Endpoint address) {
        Endpoint at(int port) {
            return address.withPort(port);
        }
    }

    /// Opens it on its lanes.
    XdpPort(Endpoint local, List<Place> places, Arrivals arrivals) {
        this.local = local;
        this.places = places;
        lanes = places.stream().map(Place::lane).distinct().toArray(XdpLane[]::new);
        for (Place each : places) {
            each.lane.admit(each.at(local.port()), arrivals);
        }
    }

    /// Queues a datagram until the turn's end; false when the kernel has to send it.
    ///
    /// @param tos type of service or traffic class, 0 to 255
    public boolean send(
            int tos, MemorySegment packet, int offset, int length, long high, long low, int port) {
        for (XdpLane lane : lanes) {
            if (lane.send(local, tos, packet, offset, length, high, low, port)) {
                return true;
            }
        }
        return false;
    }

    /// Datagrams to it take the kernel's way again.
    public void close() {
        for (Place each : places) {
            each.lane.dismiss(each.at(local.port()));
        }
    }
}
