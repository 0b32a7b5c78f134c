/// SIP load on Jackfield and on Kamailio in turns: `bench sip`. It speaks SIP by itself, as little
/// as a phone needs, so that it measures our stack without being made of it.
package jackfield.bench.sip;
